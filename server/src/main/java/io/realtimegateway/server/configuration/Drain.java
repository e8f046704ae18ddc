package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// What happens on SIGTERM.
///
/// @param deadline after which the process ends, 0s..10m
/// @param spread over which clients are asked to reconnect, 0s..10m
public record Drain(Duration deadline, Duration spread) implements Settings {

  public Drain {
    Range.require("drain.deadline", deadline, Duration.ZERO, Duration.ofMinutes(10));
    Range.require("drain.spread", spread, Duration.ZERO, Duration.ofMinutes(10));
  }

  public static Drain defaults() {
    return new Drain(Duration.ofSeconds(20), Duration.ofSeconds(5));
  }
}
