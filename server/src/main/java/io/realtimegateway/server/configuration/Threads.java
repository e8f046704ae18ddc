package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.util.Optional;

/// Threads of the process.
///
/// @param eventLoops 1..256; one per processor where not given
public record Threads(Optional<Integer> eventLoops) implements Settings {

  public Threads {
    eventLoops.ifPresent(number -> Range.require("threads.event-loops", number, 1, 256));
  }

  public static Threads defaults() {
    return new Threads(Optional.empty());
  }
}
