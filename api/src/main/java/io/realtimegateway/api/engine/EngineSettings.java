package io.realtimegateway.api.engine;

import java.time.Duration;

/// How long the API waits for the engine.
///
/// @param barrierWait for a read to catch up with what was accepted before it; then 503
/// @param commandWait for an answer to a command, a lost link counted in; then 503
public record EngineSettings(Duration barrierWait, Duration commandWait) {
  public EngineSettings {
    check("api.barrier-wait", barrierWait);
    check("api.command-wait", commandWait);
  }

  public static EngineSettings defaults() {
    return new EngineSettings(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  private static void check(String key, Duration value) {
    if (value.toMillis() < 10 || value.toMillis() > 60_000) {
      throw new IllegalArgumentException(key + " must be 10ms to 60s");
    }
  }
}
