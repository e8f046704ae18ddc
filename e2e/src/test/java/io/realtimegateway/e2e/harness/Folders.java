package io.realtimegateway.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders of servers that do not run.
public final class Folders {

  private Folders() {}

  /// Deletes a folder with all that is in it.
  public static void delete(Path folder) throws IOException {
    for (Path file : all(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(file);
    }
  }

  /// Copies a folder with all that is in it.
  public static void copy(Path from, Path to) throws IOException {
    for (Path file : all(from)) {
      Files.copy(
          file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList();
    }
  }
}
