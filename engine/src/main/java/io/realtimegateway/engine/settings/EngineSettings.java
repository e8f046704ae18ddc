package io.realtimegateway.engine.settings;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// Shards, and what others do without them.
///
/// @param lostAfter sockets outlive a lost engine for so long, 1s..1h
/// @param conversationsInMemory bound of loaded conversations of each event loop, 1..10000000
public record EngineSettings(Duration lostAfter, int conversationsInMemory) implements Settings {

  public EngineSettings {
    Range.require("engine.lost-after", lostAfter, Duration.ofSeconds(1), Duration.ofHours(1));
    Range.require("engine.conversations-in-memory", conversationsInMemory, 1, 10_000_000);
  }

  public static EngineSettings defaults() {
    return new EngineSettings(Duration.ofSeconds(60), 100_000);
  }
}
