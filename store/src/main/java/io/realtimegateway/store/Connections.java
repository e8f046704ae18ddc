package io.realtimegateway.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Makes the driver's data sources.
final class Connections {
  /// What a statement may take on the network beyond its time-out on the server.
  private static final Duration NETWORK_GRACE = Duration.ofSeconds(5);

  private final StoreSettings settings;

  Connections(StoreSettings settings) {
    this.settings = settings;
  }

  /// Statements end after the time-out of the settings, on the server and, should the network
  /// swallow the answer, here. A pooler that hands a server connection to each transaction cannot
  /// be told the first at the start of a connection: there, `Session` sets it.
  PGSimpleDataSource forPool() {
    PGSimpleDataSource source = plain();
    if (!settings.isTransactionPooled()) {
      source.setOptions(
          joined(
              source.getOptions(),
              "-c statement_timeout=" + settings.statementTimeout().toMillis()));
    }
    source.setSocketTimeout((int) settings.statementTimeout().plus(NETWORK_GRACE).toSeconds());
    return source;
  }

  /// For migrations, which take as long as they take.
  PGSimpleDataSource plain() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url().jdbcUrl());
    if (settings.url().user() != null) {
      source.setUser(settings.url().user());
    }
    if (settings.url().password() != null) {
      source.setPassword(settings.url().password());
    }
    if (source.getApplicationName() == null
        || source.getApplicationName().equals("PostgreSQL JDBC Driver")) {
      source.setApplicationName("realtime-gateway");
    }
    if (settings.isTransactionPooled()) {
      // The next transaction may run on a server connection that knows none of these statements.
      source.setPrepareThreshold(0);
      source.setAssumeMinServerVersion(Integer.toString(DatabaseStart.OLDEST_MAJOR));
    }
    source.setTcpKeepAlive(true);
    source.setLoginTimeout(seconds(settings.connectTimeout()));
    source.setConnectTimeout(seconds(settings.connectTimeout()));
    // The detail of a refusal repeats values; they do not belong into logs.
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static String joined(@Nullable String given, String own) {
    return given == null || given.isBlank() ? own : given.strip() + " " + own;
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.toSeconds());
  }
}
