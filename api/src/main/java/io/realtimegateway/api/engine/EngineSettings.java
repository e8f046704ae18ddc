package io.realtimegateway.api.engine;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How long the API waits for the engine, each 10 ms to 1 minute.
///
/// @param barrierWait for a read to catch up with what was accepted before it; then 503
/// @param commandWait for an answer to a command, a lost link counted in; then 503
public record EngineSettings(Duration barrierWait, Duration commandWait) {
  private static final Duration LEAST = Duration.ofMillis(10);
  private static final Duration MOST = Duration.ofMinutes(1);

  public EngineSettings {
    Range.require("api.barrier-wait", barrierWait, LEAST, MOST);
    Range.require("api.command-wait", commandWait, LEAST, MOST);
  }

  public static EngineSettings defaults() {
    return new EngineSettings(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }
}
