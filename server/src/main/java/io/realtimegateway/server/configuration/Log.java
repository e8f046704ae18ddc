package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;

/// What is logged, on standard error.
///
/// @param level of this server's own classes
/// @param libraries level of everything else
/// @param repeats warnings and errors of one kind that pass in a minute, 0..10000; 0 lets all pass
public record Log(Level level, Level libraries, int repeats) implements Settings {

  public Log {
    Range.require("log.repeats", repeats, 0, 10_000);
  }

  /// From little to much.
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public static Log defaults() {
    return new Log(Level.INFO, Level.WARN, 10);
  }
}
