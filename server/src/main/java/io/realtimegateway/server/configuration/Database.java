package io.realtimegateway.server.configuration;

import java.time.Duration;
import java.util.Optional;

/// PostgreSQL.
///
/// @param url an existing one; without it the engine starts its own
/// @param embeddedPort 0..65535, 0 is any free one
/// @param poolSize connections of this process, 2..500
/// @param startWait how long to try to reach it at start, 0s..1h
/// @param statementTimeout 100ms..10m
public record Database(
    Optional<DatabaseUrl> url,
    int embeddedPort,
    int poolSize,
    Duration startWait,
    Duration statementTimeout)
    implements Group {

  public Database {
    Require.within("database.embedded-port", embeddedPort, 0, 65_535);
    Require.within("database.pool-size", poolSize, 2, 500);
    Require.within("database.start-wait", startWait, Duration.ZERO, Duration.ofHours(1));
    Require.within(
        "database.statement-timeout",
        statementTimeout,
        Duration.ofMillis(100),
        Duration.ofMinutes(10));
  }

  public static Database defaults() {
    return new Database(Optional.empty(), 0, 10, Duration.ofSeconds(30), Duration.ofSeconds(10));
  }
}
