package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// Pings to browsers.
///
/// @param interval of silence after which a session is pinged, 1s..10m
/// @param timeout for the pong, 1s..5m
public record Heartbeat(Duration interval, Duration timeout) implements Group {

  public Heartbeat {
    Range.require("heartbeat.interval", interval, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Range.require("heartbeat.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  public static Heartbeat defaults() {
    return new Heartbeat(Duration.ofSeconds(25), Duration.ofSeconds(10));
  }
}
