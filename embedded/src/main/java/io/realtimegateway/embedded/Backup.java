package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Backups of the embedded database: made while it runs, with PostgreSQL's functions for low-level
/// backups, and restored while it does not run.
///
/// A backup is a folder with the cluster, its write-ahead log from the beginning to the end of the
/// copy, and the password. PostgreSQL replays that log at the first start, up to the end of the
/// copy.
public final class Backup {
  private static final String CLUSTER = "data";
  private static final String PASSWORD = "password";
  private static final String COMPLETE = "complete";
  private static final Path LOG = Path.of("pg_wal");
  private static final Path CONTROL = Path.of("global", "pg_control");
  private static final int SEGMENT_NAME = 24;

  /// Folders that are empty in a backup; PostgreSQL fills them when it starts.
  private static final Set<Path> EMPTIED =
      Set.of(
          Path.of("log"),
          Path.of("pg_dynshmem"),
          Path.of("pg_notify"),
          Path.of("pg_replslot"),
          Path.of("pg_serial"),
          Path.of("pg_snapshots"),
          Path.of("pg_stat_tmp"),
          Path.of("pg_subtrans"),
          LOG);

  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "pg_internal.init", "current_logfiles");

  private Backup() {}

  /// Makes a backup of a running database.
  ///
  /// @param folder of the embedded PostgreSQL
  /// @param running address and login of the server
  /// @param target a new or empty folder
  /// @throws EmbeddedPostgresException with a message for the operator
  public static void make(Path folder, DatabaseLogin running, Path target) {
    try {
      prepare(target);
      copy(folder, running, target);
      Durably.write(target.resolve(COMPLETE), Binaries.VERSION + "\n");
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          String.format(Locale.ROOT, "cannot copy the database to %s: %s", target, failure),
          failure);
    } catch (SQLException failure) {
      throw new EmbeddedPostgresException(
          "the database does not allow the copy: " + failure.getMessage(), failure);
    }
  }

  private static void prepare(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      try (Stream<Path> content = Files.list(target)) {
        if (content.findAny().isPresent()) {
          throw new EmbeddedPostgresException(
              String.format(Locale.ROOT, "the folder %s is not empty; name a new one", target));
        }
      }
    } else {
      Files.createDirectories(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /// The slot keeps the write-ahead log from the beginning of the copy.
  private static void copy(Path folder, DatabaseLogin running, Path target)
      throws IOException, SQLException {
    Path cluster = folder.resolve(CLUSTER);
    Path copy = target.resolve(CLUSTER);
    try (Connection connection = running.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)");
      statement.execute("SELECT pg_backup_start('realtime-gateway', true)");
      copyAll(cluster, copy, file -> !isTransient(file) && !file.equals(CONTROL));
      copyFile(cluster.resolve(CONTROL), copy.resolve(CONTROL));
      try (ResultSet stopped =
          statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        stopped.next();
        Durably.write(copy.resolve("backup_label"), stopped.getString(1));
      }
      copySegments(cluster.resolve(LOG), copy.resolve(LOG));
    }
    copyFile(folder.resolve(PASSWORD), target.resolve(PASSWORD));
  }

  private static boolean isTransient(Path file) {
    String name = file.getFileName().toString();
    return LEFT_OUT.contains(name)
        || name.startsWith("pgsql_tmp")
        || EMPTIED.stream().anyMatch(folder -> file.startsWith(folder) && !file.equals(folder));
  }

  private static void copySegments(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("archive_status"));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().length() == SEGMENT_NAME) {
          copyFile(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  /// Replaces the database, which must not run, by a backup.
  ///
  /// @param source made by `make`
  /// @param folder of the embedded PostgreSQL; made if it is missing
  /// @return the new folder of the previous database; empty if there was none
  /// @throws EmbeddedPostgresException with a message for the operator
  public static Optional<Path> restore(Path source, Path folder) {
    try {
      if (!Files.exists(source.resolve(COMPLETE))) {
        throw new EmbeddedPostgresException(
            String.format(Locale.ROOT, "%s holds no complete backup", source));
      }
      Files.createDirectories(folder);
      try (FolderLock _ = FolderLock.take(folder)) {
        Leftover.clear(folder.resolve(CLUSTER));
        return exchange(source, folder);
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          String.format(Locale.ROOT, "cannot restore %s: %s", source, failure), failure);
    }
  }

  private static Optional<Path> exchange(Path source, Path folder) throws IOException {
    Path cluster = folder.resolve(CLUSTER);
    Path unfinished = folder.resolve("data.unfinished");
    Trees.delete(unfinished);
    copyAll(source.resolve(CLUSTER), unfinished, _ -> true);
    Account.here().give(unfinished);
    Optional<Path> former = Optional.empty();
    if (Files.exists(cluster)) {
      Path aside = free(folder);
      Files.move(cluster, aside);
      former = Optional.of(aside);
    }
    Path password = folder.resolve(PASSWORD);
    Files.deleteIfExists(password);
    copyFile(source.resolve(PASSWORD), password);
    Files.move(unfinished, cluster);
    return former;
  }

  private static Path free(Path folder) {
    int number = 1;
    while (Files.exists(folder.resolve("data.before-restore-" + number))) {
      number++;
    }
    return folder.resolve("data.before-restore-" + number);
  }

  private static void copyAll(Path from, Path to, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path relative = from.relativize(file);
        if (Files.isDirectory(file)) {
          if (relative.toString().isEmpty() || wanted.test(relative)) {
            Durably.folder(to.resolve(relative.toString()));
          }
        } else if (wanted.test(relative)) {
          copyFile(file, to.resolve(relative.toString()));
        }
      }
    }
  }

  /// A file that disappears during the copy was dropped; the write-ahead log records that.
  private static void copyFile(Path from, Path to) throws IOException {
    try {
      Durably.copy(from, to);
    } catch (NoSuchFileException gone) {
      if (Files.exists(from)) {
        throw gone;
      }
    }
  }
}
