package io.realtimegateway.store;

import java.time.Duration;
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
  /// swallow the answer, here.
  PGSimpleDataSource forPool() {
    PGSimpleDataSource source = plain();
    source.setOptions("-c statement_timeout=" + settings.statementTimeout().toMillis());
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
    source.setTcpKeepAlive(true);
    source.setLoginTimeout(seconds(settings.connectTimeout()));
    source.setConnectTimeout(seconds(settings.connectTimeout()));
    // The detail of a refusal repeats values; they do not belong into logs.
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.toSeconds());
  }
}
