package io.realtimegateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pool of connections to PostgreSQL.
///
/// Opening it makes no connection: an engine that starts while the database is unavailable works
/// from its local store. `prepare` waits for the database and migrates its tables.
public final class Database implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);

  /// A server that stays read-only must not cost a connection for each statement.
  private static final Duration RENEW_EVERY = Duration.ofSeconds(1);

  private final DatabaseUrl url;
  private final DatabaseSettings settings;
  private final HikariDataSource pool;
  private final AtomicLong renewedNanos =
      new AtomicLong(System.nanoTime() - 2 * RENEW_EVERY.toNanos());
  private final LongAdder statements = new LongAdder();

  private Database(DatabaseUrl url, DatabaseSettings settings, HikariDataSource pool) {
    this.url = url;
    this.settings = settings;
    this.pool = pool;
  }

  /// Opens the pool; no connection is made yet.
  ///
  /// @param url where the database is, whatever the settings name
  public static Database open(DatabaseUrl url, DatabaseSettings settings, MeterRegistry registry) {
    Database database =
        new Database(url, settings, new HikariDataSource(poolOf(url, settings, registry)));
    FunctionCounter.builder("rtg.store.statements", database.statements, LongAdder::sum)
        .description("Statements sent to PostgreSQL")
        .register(registry);
    return database;
  }

  /// Waits until the database answers, at most for the start timeout of the settings, and migrates
  /// it.
  ///
  /// @throws DatabaseStartException with a message for the operator
  public void prepare() {
    prepare(settings.startWait(), () -> false);
  }

  /// As `prepare()`, with another limit.
  ///
  /// @param wait for a database that does not answer yet
  /// @param isGivenUp whether to give up waiting before
  public void prepare(Duration wait, BooleanSupplier isGivenUp) {
    new DatabaseStart(url, settings, wait, isGivenUp).run();
  }

  /// Whether the database answers a statement now and can be written. Connections to a read-only
  /// server are dropped.
  public boolean isWritable() {
    try {
      boolean isWritable =
          list(
                  "SELECT current_setting('transaction_read_only') = 'off' AS writable",
                  row -> row.truth("writable"))
              .getFirst();
      if (!isWritable) {
        renewConnections();
      }
      return isWritable;
    } catch (DatabaseException _) {
      return false;
    }
  }

  /// Number of statements so far.
  public long statements() {
    return statements.sum();
  }

  /// All rows of one statement.
  public <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    return run(session -> session.list(sql, reader, parameters));
  }

  /// The first row of one statement.
  public <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... parameters) {
    return run(session -> session.first(sql, reader, parameters));
  }

  /// The number of rows that one statement changed.
  public int update(String sql, @Nullable Object... parameters) {
    return run(session -> session.update(sql, parameters));
  }

  /// Runs a transaction. After an exception of kind `UNAVAILABLE` it is unknown whether it was
  /// committed.
  public <T> T transaction(Session.Work<T> work) {
    return connected(connection -> committed(connection, work));
  }

  private <T> T run(Session.Work<T> work) {
    return connected(connection -> work.run(session(connection)));
  }

  private Session session(Connection connection) {
    return new Session(connection, statements, settings.driverTimeoutSeconds());
  }

  private <T> T committed(Connection connection, Session.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean isCommitted = false;
    try {
      T result = work.run(session(connection));
      connection.commit();
      isCommitted = true;
      return result;
    } finally {
      if (!isCommitted) {
        rollBack(connection);
      }
    }
  }

  /// If a connection cannot roll back, the pool closes it, which has the same effect.
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException _) {
      return;
    }
  }

  private <T> T connected(Use<T> use) {
    try (Connection connection = pool.getConnection()) {
      return use.of(connection);
    } catch (SQLException failure) {
      if (ReadOnlyIsBroken.SQL_STATE.equals(failure.getSQLState())) {
        renewConnections();
      }
      throw new DatabaseException(failure);
    }
  }

  /// After a failover all connections of the pool may lead to the demoted server, or may have been
  /// opened before the new one was promoted: they stay read-only as long as they are open. Those in
  /// use are closed when they are returned.
  private void renewConnections() {
    long now = System.nanoTime();
    long last = renewedNanos.get();
    if (now - last > RENEW_EVERY.toNanos() && renewedNanos.compareAndSet(last, now)) {
      LOGGER.warn(
          "PostgreSQL at {} refuses to write because it is read-only, as during a failover:"
              + " reconnecting",
          url);
      pool.getHikariPoolMXBean().softEvictConnections();
    }
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(Connection connection) throws SQLException;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static HikariConfig poolOf(
      DatabaseUrl url, DatabaseSettings settings, MeterRegistry registry) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setDataSource(new Connections(url, settings).forPool());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(Connections.CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverride(new ReadOnlyIsBroken());
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    return config;
  }
}
