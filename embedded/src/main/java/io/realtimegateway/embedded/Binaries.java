package io.realtimegateway.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of PostgreSQL, unpacked from the class path.
///
/// @param folder that holds `bin`, `lib` and `share`
record Binaries(Path folder) {
  /// Version of the artifacts in the pom; each version is unpacked into its own folder.
  static final String VERSION = "18.4.0";

  private static final String MARKER = ".complete";

  /// Unpacks them into a subfolder unless that was done before.
  static Binaries unpackedInto(Path parent) throws IOException {
    String archive = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
    Path folder = parent.resolve(VERSION + "-" + archive);
    if (!Files.exists(folder.resolve(MARKER))) {
      unpack(archive, folder);
      Files.createFile(folder.resolve(MARKER));
    }
    return new Binaries(folder);
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /// The name of an artifact for a system and a processor.
  static String archiveName(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    String prefix = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : "";
    String suffix =
        switch (processor.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "";
        };
    if (prefix.isEmpty() || suffix.isEmpty()) {
      throw new EmbeddedPostgresException(
          String.format(
              Locale.ROOT,
              "no PostgreSQL comes with the program for %s on %s; set DATABASE_URL to one of yours",
              system,
              processor));
    }
    return prefix + "-" + suffix;
  }

  private static void unpack(String archive, Path folder) throws IOException {
    Trees.delete(folder);
    Files.createDirectories(folder);
    try (InputStream raw = open("/postgres-" + archive + ".txz");
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder);
      }
    }
  }

  private static InputStream open(String resource) {
    InputStream stream = Binaries.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new EmbeddedPostgresException(
          "the class path lacks the binaries of PostgreSQL: " + resource);
    }
    return stream;
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new EmbeddedPostgresException(
          "an archive entry of PostgreSQL's binaries leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(parentOf(target));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
    boolean isProgram = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static Path parentOf(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
