package io.realtimegateway.e2e.harness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/// The files of an engine's local store, past the engine.
public final class LocalStore {

  private LocalStore() {}

  /// The log that is written now: it holds the newest records.
  ///
  /// @param data folder of the server
  public static Path newestLog(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("journal"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+\\.log"))
          .max(Comparator.comparing(Path::getFileName))
          .orElseThrow();
    }
  }

  /// A log without the zeros that are reserved behind its records.
  public static byte[] written(Path log) throws IOException {
    byte[] all = Files.readAllBytes(log);
    int end = all.length;
    while (end > 0 && all[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(all, end);
  }

  /// What a machine leaves that stops before it has written the end of a log.
  public static void cut(Path log, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }
}
