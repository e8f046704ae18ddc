package io.realtimegateway.embedded;

import io.realtimegateway.model.Range;
import java.nio.file.Path;
import java.time.Duration;

/// Where and how the embedded PostgreSQL runs.
///
/// @param folder everything of it; made if it is missing
/// @param port on 127.0.0.1; 0 takes a free one at each start
/// @param startTimeout how long the server may take to accept connections, 1 s..1 h; a recovery
///   after a crash counts
public record EmbeddedSettings(Path folder, int port, Duration startTimeout) {
  public EmbeddedSettings {
    folder = folder.toAbsolutePath().normalize();
    Range.require("database.embedded-port", port, 0, 65_535);
    Range.require(
        "database.embedded-start-timeout",
        startTimeout,
        Duration.ofSeconds(1),
        Duration.ofHours(1));
  }

  public static EmbeddedSettings defaults(Path folder) {
    return new EmbeddedSettings(folder, 0, Duration.ofMinutes(2));
  }
}
