package io.realtimegateway.server;

import io.realtimegateway.embedded.Backup;
import io.realtimegateway.embedded.DatabaseLogin;
import io.realtimegateway.embedded.EmbeddedPostgresException;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.store.DatabaseUrl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// `backup` and `restore` of the embedded database.
///
/// A backup holds the link secret too: command names of archived messages are compared by a digest
/// under a key made from it, so that a database is only whole with it.
final class BackupCommands {
  private static final String SECRET = "link.secret";

  private final Configuration configuration;
  private final PrintStream out;

  BackupCommands(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  /// Copies the database of a server that runs.
  ///
  /// @throws StartFailure where it cannot be copied
  void backup(Path target) {
    requireEmbedded();
    Path data = configuration.data();
    Path file = data.resolve("database.url");
    try {
      if (!Files.exists(file)) {
        throw new StartFailure(
            ExitCode.DATABASE,
            String.format(Locale.ROOT, "There is no embedded database in %s.", data));
      }
      DatabaseUrl url = DatabaseUrl.parse(Files.readString(file).strip());
      DatabaseLogin running = new DatabaseLogin(url.jdbcUrl(), url.user(), url.password());
      Backup.make(data.resolve("postgres"), running, target);
      copySecret(data, target);
      out.printf(Locale.ROOT, "The database is copied to %s.%n", target);
    } catch (EmbeddedPostgresException failure) {
      throw new StartFailure(ExitCode.DATABASE, String.valueOf(failure.getMessage()), failure);
    } catch (IOException failure) {
      throw new StartFailure(ExitCode.DATA_FOLDER, "Cannot copy: " + failure, failure);
    }
  }

  /// Puts a copy in the place of the database.
  ///
  /// @throws StartFailure where a server runs on the data folder, or the copy cannot be used
  void restore(Path source) {
    requireEmbedded();
    Path data = configuration.data();
    try (DataFolder _ = DataFolder.take(data)) {
      Backup.restore(source, data.resolve("postgres"))
          .ifPresent(
              former -> out.printf(Locale.ROOT, "The previous database is now %s.%n", former));
      copySecret(source, data);
      out.printf(Locale.ROOT, "The database is restored from %s.%n", source);
    } catch (EmbeddedPostgresException failure) {
      throw new StartFailure(ExitCode.DATABASE, String.valueOf(failure.getMessage()), failure);
    } catch (IOException failure) {
      throw new StartFailure(ExitCode.DATA_FOLDER, "Cannot restore: " + failure, failure);
    }
  }

  private static void copySecret(Path from, Path to) throws IOException {
    Path secret = from.resolve(SECRET);
    if (Files.exists(secret) && !Files.exists(to.resolve(SECRET))) {
      Files.copy(secret, to.resolve(SECRET), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void requireEmbedded() {
    if (!configuration.usesEmbeddedDatabase()) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "backup and restore are for the embedded database; this configuration names another"
              + " PostgreSQL, which has tools of its own (docs/durability.md).");
    }
  }
}
