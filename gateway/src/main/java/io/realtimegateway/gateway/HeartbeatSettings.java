package io.realtimegateway.gateway;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// Pings to browsers.
///
/// @param interval of silence after which a session is pinged, 1s..10m
/// @param timeout for the pong; without it the session is closed, 1s..5m
public record HeartbeatSettings(Duration interval, Duration timeout) implements Settings {

  public HeartbeatSettings {
    Range.require("heartbeat.interval", interval, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Range.require("heartbeat.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  public static HeartbeatSettings defaults() {
    return new HeartbeatSettings(Duration.ofSeconds(25), Duration.ofSeconds(10));
  }
}
