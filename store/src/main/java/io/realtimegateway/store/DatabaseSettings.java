package io.realtimegateway.store;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.SecretText;
import io.realtimegateway.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// PostgreSQL.
///
/// @param url an existing one; without it the engine starts its own
/// @param password instead of one in the URL
/// @param passwordFile file that holds it, instead of `password`
/// @param transactionPooling whether a pooler stands before it that hands a server connection to
///   each transaction, such as PgBouncer with `pool_mode = transaction`
/// @param embeddedPort 0..65535, 0 is any free one
/// @param poolSize connections of this process, 2..500
/// @param startWait how long to try to reach it at start, 0s..1h
/// @param statementTimeout after which the server ends a statement, 100ms..10m
public record DatabaseSettings(
    Optional<ConfiguredDatabaseUrl> url,
    Optional<SecretText> password,
    Optional<Path> passwordFile,
    boolean transactionPooling,
    int embeddedPort,
    int poolSize,
    Duration startWait,
    Duration statementTimeout)
    implements Settings {

  public DatabaseSettings {
    Range.that(
        password.isEmpty() || passwordFile.isEmpty(),
        "database.password",
        "must not be given beside database.password-file");
    if (password.isPresent() || passwordFile.isPresent()) {
      String key = password.isPresent() ? "database.password" : "database.password-file";
      Range.that(url.isPresent(), key, "needs database.url (or DATABASE_URL)");
      Range.that(
          url.map(given -> !given.parsed().hasPassword()).orElse(true),
          key,
          "must not be given beside a password in database.url");
    }
    Range.require("database.embedded-port", embeddedPort, 0, 65_535);
    Range.require("database.pool-size", poolSize, 2, 500);
    Range.require("database.start-wait", startWait, Duration.ZERO, Duration.ofHours(1));
    Range.require(
        "database.statement-timeout",
        statementTimeout,
        Duration.ofMillis(100),
        Duration.ofMinutes(10));
  }

  public static DatabaseSettings defaults() {
    return new DatabaseSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        10,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }

  /// The limit of a statement that the driver has to keep, in seconds; 0 if the server keeps it.
  int driverTimeoutSeconds() {
    return transactionPooling ? (int) Math.ceilDiv(statementTimeout.toMillis(), 1000L) : 0;
  }
}
