package io.realtimegateway.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Makes the driver's data sources.
final class Connections {
  /// Time that a statement may take on the network beyond its time-out on the server.
  private static final Duration NETWORK_GRACE = Duration.ofSeconds(5);

  /// How long a caller waits for a connection.
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final DatabaseUrl url;
  private final DatabaseSettings settings;

  Connections(DatabaseUrl url, DatabaseSettings settings) {
    this.url = url;
    this.settings = settings;
  }

  /// Statements end after the time-out of the settings, on the server and, if the answer is lost on
  /// the network, here. A pooler that gives each transaction another server connection does not
  /// accept the server's time-out at the start of a connection: there, `Session` sets it.
  PGSimpleDataSource forPool() {
    PGSimpleDataSource source = plain();
    if (!settings.transactionPooling()) {
      source.setOptions(
          joined(
              source.getOptions(),
              "-c statement_timeout=" + settings.statementTimeout().toMillis()));
    }
    source.setSocketTimeout((int) settings.statementTimeout().plus(NETWORK_GRACE).toSeconds());
    return source;
  }

  /// For migrations, which have no time-out.
  PGSimpleDataSource plain() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url.jdbcUrl());
    if (url.user() != null) {
      source.setUser(url.user());
    }
    if (url.password() != null) {
      source.setPassword(url.password());
    }
    if (source.getApplicationName() == null
        || source.getApplicationName().equals("PostgreSQL JDBC Driver")) {
      source.setApplicationName("realtime-gateway");
    }
    if (settings.transactionPooling()) {
      // The next transaction may run on a server connection that does not know these statements.
      source.setPrepareThreshold(0);
      source.setAssumeMinServerVersion(Integer.toString(DatabaseStart.OLDEST_MAJOR));
    }
    source.setTcpKeepAlive(true);
    source.setLoginTimeout((int) CONNECT_TIMEOUT.toSeconds());
    source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
    // The detail of an error repeats values; they do not belong in logs.
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static String joined(@Nullable String given, String own) {
    return given == null || given.isBlank() ? own : given.strip() + " " + own;
  }
}
