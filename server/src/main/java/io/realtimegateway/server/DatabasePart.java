package io.realtimegateway.server;

import io.realtimegateway.embedded.DatabaseLogin;
import io.realtimegateway.embedded.EmbeddedPostgres;
import io.realtimegateway.embedded.EmbeddedPostgresException;
import io.realtimegateway.model.SecretText;
import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.DatabaseStartException;
import io.realtimegateway.store.DatabaseUrl;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL: the embedded one of the engine, or any other.
final class DatabasePart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabasePart.class);
  private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

  private final @Nullable EmbeddedPostgres embedded;
  private final Database database;
  private final boolean isPrepared;

  private DatabasePart(@Nullable EmbeddedPostgres embedded, Database database, boolean isPrepared) {
    this.embedded = embedded;
    this.database = database;
    this.isPrepared = isPrepared;
  }

  /// Starts or finds it and brings its tables up to date.
  ///
  /// @param mayBeAway whether the process can begin without it: then it is waited for only shortly
  /// @param isEnding whether to give up waiting for it
  /// @throws StartFailure where it cannot be used, or is away and needed
  /// @throws EndedEarlyException where waiting was given up
  static DatabasePart start(Basics basics, boolean mayBeAway, BooleanSupplier isEnding) {
    Configuration configuration = basics.configuration();
    EmbeddedPostgres embedded = null;
    try {
      DatabaseUrl url;
      if (configuration.usesEmbeddedDatabase()) {
        embedded = startEmbedded(configuration);
        url = urlOf(embedded);
        publish(configuration.data().resolve("database.url"), url);
      } else {
        url = configuredUrl(configuration, basics.secrets());
      }
      Duration wait = configuration.database().startWait();
      if (mayBeAway && wait.compareTo(SHORT_WAIT) > 0) {
        wait = SHORT_WAIT;
      }
      return open(basics, embedded, url, wait, mayBeAway, isEnding);
    } catch (EmbeddedPostgresException | IllegalArgumentException failure) {
      throw new StartFailure(ExitCode.DATABASE, String.valueOf(failure.getMessage()), failure);
    } catch (DatabaseStartException failure) {
      if (embedded != null) {
        embedded.close();
      }
      if (isEnding.getAsBoolean()) {
        throw new EndedEarlyException();
      }
      throw new StartFailure(ExitCode.DATABASE, String.valueOf(failure.getMessage()), failure);
    }
  }

  static EmbeddedPostgres startEmbedded(Configuration configuration) {
    return EmbeddedPostgres.start(
        configuration.data().resolve("postgres"), configuration.database().embeddedPort());
  }

  /// The configured database, with its password from wherever it is given.
  ///
  /// @throws StartFailure if the file of the password cannot be read
  static DatabaseUrl configuredUrl(Configuration configuration, SecretFiles secrets) {
    var database = configuration.database();
    DatabaseUrl url = database.url().orElseThrow().parsed();
    return database
        .password()
        .map(SecretText::value)
        .or(() -> database.passwordFile().map(file -> Basics.textIn(file, secrets)))
        .map(url::withPassword)
        .orElse(url);
  }

  static DatabaseUrl urlOf(EmbeddedPostgres embedded) {
    DatabaseLogin login = embedded.login();
    return new DatabaseUrl(login.jdbcUrl(), login.user(), login.password());
  }

  private static DatabasePart open(
      Basics basics,
      @Nullable EmbeddedPostgres embedded,
      DatabaseUrl url,
      Duration wait,
      boolean mayBeAway,
      BooleanSupplier isEnding) {
    Database database = Database.open(url, basics.configuration().database(), basics.meters());
    try {
      database.prepare(wait, isEnding);
      return new DatabasePart(embedded, database, true);
    } catch (DatabaseStartException failure) {
      if (mayBeAway) {
        LOG.warn("{}; going on without it", failure.getMessage());
        return new DatabasePart(embedded, database, false);
      }
      database.close();
      throw failure;
    }
  }

  /// Where another process of the same user finds the embedded database.
  private static void publish(Path file, DatabaseUrl url) {
    try {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, withUser(url));
      try (FileChannel channel = FileChannel.open(draft)) {
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCode.DATA_FOLDER, "Cannot write " + file + ": " + failure, failure);
    }
  }

  private static String withUser(DatabaseUrl url) {
    return url.jdbcUrl()
            .replace("jdbc:postgresql://", "postgres://" + url.user() + ":" + url.password() + "@")
        + "\n";
  }

  Database database() {
    return database;
  }

  /// Whether it answered and its tables are up to date.
  boolean isPrepared() {
    return isPrepared;
  }

  @Override
  public void close() {
    database.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
