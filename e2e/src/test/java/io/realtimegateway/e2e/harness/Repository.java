package io.realtimegateway.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/// The folder that holds everything.
public final class Repository {
  private Repository() {}

  public static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("bin/realtime-gateway"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("bin/realtime-gateway is in no folder above this one");
      }
    }
    return folder;
  }
}
