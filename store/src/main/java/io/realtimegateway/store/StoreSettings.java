package io.realtimegateway.store;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How the database is used.
///
/// @param url where it is
/// @param poolSize most connections of this process, 2..1000
/// @param connectTimeout how long a caller waits for a connection, 250 ms..5 min
/// @param statementTimeout after which the server ends a statement, 100 ms..1 h
/// @param startTimeout how long the start waits for a database that does not answer yet, up to 1 h
/// @param isTransactionPooled whether a pooler stands before the database that hands a server
///   connection to each transaction, such as PgBouncer with `pool_mode = transaction`
public record StoreSettings(
    DatabaseUrl url,
    int poolSize,
    Duration connectTimeout,
    Duration statementTimeout,
    Duration startTimeout,
    boolean isTransactionPooled) {

  public StoreSettings {
    Range.require("database.pool-size", poolSize, 2, 1000);
    Range.require(
        "database.connect-timeout", connectTimeout, Duration.ofMillis(250), Duration.ofMinutes(5));
    Range.require(
        "database.statement-timeout",
        statementTimeout,
        Duration.ofMillis(100),
        Duration.ofHours(1));
    Range.require("database.start-timeout", startTimeout, Duration.ZERO, Duration.ofHours(1));
  }

  public static StoreSettings defaults(DatabaseUrl url) {
    return new StoreSettings(
        url, 10, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), false);
  }

  /// The limit of a statement that the driver has to keep, in seconds; 0 if the server keeps it.
  int driverTimeoutSeconds() {
    return isTransactionPooled ? (int) Math.ceilDiv(statementTimeout.toMillis(), 1000L) : 0;
  }
}
