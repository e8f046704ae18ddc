package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;

/// The data folder of a cluster, and its creation.
///
/// @param folder `data`
record Cluster(Path folder) {
  /// The only user, a superuser of the embedded server.
  static final String USER = "realtime_gateway";

  /// Opens the cluster; creates it if it is missing. A new one gets its final name when it is
  /// complete.
  static Cluster in(Path parent, Binaries binaries, Account account, Password password)
      throws IOException {
    Path folder = parent.resolve("data");
    if (!Files.exists(folder)) {
      Path unfinished = parent.resolve("data.unfinished");
      Trees.delete(unfinished);
      Files.createDirectory(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      account.give(unfinished);
      make(unfinished, binaries, account, password);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    requireVersion(folder);
    return new Cluster(folder);
  }

  private static void make(Path folder, Binaries binaries, Account account, Password password)
      throws IOException {
    // Next to the new folder, because no other folder may be writable.
    Path copy = Files.createTempFile(folder.toAbsolutePath().getParent(), "rtg", ".tmp");
    try {
      Files.writeString(copy, password.text());
      account.give(copy);
      run(
          account.command(
              List.of(
                  binaries.program("initdb").toString(),
                  "--pgdata=" + folder,
                  "--username=" + USER,
                  "--pwfile=" + copy,
                  "--auth=scram-sha-256",
                  "--locale=C",
                  "--encoding=UTF8")));
    } finally {
      Files.delete(copy);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new EmbeddedPostgresException("cannot create a new database: " + output.strip());
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException(
          "interrupted while creating a new database", interruption);
    }
  }

  private static void requireVersion(Path folder) throws IOException {
    String version = Files.readString(folder.resolve("PG_VERSION")).strip();
    if (!Binaries.VERSION.startsWith(version + ".")) {
      throw new EmbeddedPostgresException(
          String.format(
              Locale.ROOT,
              "the database in %s was made by PostgreSQL %s, this is %s",
              folder,
              version,
              Binaries.VERSION));
    }
  }
}
