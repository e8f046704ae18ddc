package io.realtimegateway.server.configuration;

/// What is logged, on standard error.
///
/// @param level of this server's own classes
/// @param libraries level of everything else
public record Log(Level level, Level libraries) implements Group {

  /// From little to much.
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public static Log defaults() {
    return new Log(Level.INFO, Level.WARN);
  }
}
