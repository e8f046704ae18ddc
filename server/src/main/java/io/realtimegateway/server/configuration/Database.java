package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// PostgreSQL.
///
/// @param url an existing one; without it the engine starts its own
/// @param password instead of one in the URL
/// @param passwordFile file that holds it, instead of `password`
/// @param transactionPooling whether a pooler that works by transaction stands before it
/// @param embeddedPort 0..65535, 0 is any free one
/// @param poolSize connections of this process, 2..500
/// @param startWait how long to try to reach it at start, 0s..1h
/// @param statementTimeout 100ms..10m
public record Database(
    Optional<DatabaseUrl> url,
    Optional<SecretText> password,
    Optional<Path> passwordFile,
    boolean transactionPooling,
    int embeddedPort,
    int poolSize,
    Duration startWait,
    Duration statementTimeout)
    implements Settings {

  public Database {
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

  public static Database defaults() {
    return new Database(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        0,
        10,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10));
  }
}
