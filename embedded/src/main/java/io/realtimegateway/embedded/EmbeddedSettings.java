package io.realtimegateway.embedded;

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
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("database.embedded-port: must be 0..65535, is " + port);
    }
    if (startTimeout.compareTo(Duration.ofSeconds(1)) < 0
        || startTimeout.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "database.embedded-start-timeout: must be 1 s..1 h, is " + startTimeout);
    }
  }

  public static EmbeddedSettings defaults(Path folder) {
    return new EmbeddedSettings(folder, 0, Duration.ofMinutes(2));
  }
}
