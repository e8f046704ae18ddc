package io.realtimegateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The pool of connections to PostgreSQL.
///
/// Opening it contacts nobody: an engine that starts while the database is away works from its
/// local store. `prepare` waits for the database and brings its tables up to date.
public final class Database implements AutoCloseable {
  private final StoreSettings settings;
  private final HikariDataSource pool;
  private final LongAdder statements = new LongAdder();

  private Database(StoreSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
  }

  public static Database open(StoreSettings settings, MeterRegistry registry) {
    Database database = new Database(settings, new HikariDataSource(poolOf(settings, registry)));
    FunctionCounter.builder("rtg.store.statements", database.statements, LongAdder::sum)
        .description("Statements sent to PostgreSQL")
        .register(registry);
    return database;
  }

  /// Waits until the database answers, at most as long as the settings say, and migrates it.
  ///
  /// @throws DatabaseStartException with a message for the operator
  public void prepare() {
    prepare(() -> false);
  }

  /// As `prepare`, and gives up waiting as soon as it is told to.
  public void prepare(BooleanSupplier isGivenUp) {
    new DatabaseStart(settings, isGivenUp).run();
  }

  /// Whether a statement gets an answer now.
  public boolean isReachable() {
    try {
      return list("SELECT 1 AS one", row -> row.count("one")).size() == 1;
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

  /// Runs all or nothing. After an exception of kind `UNAVAILABLE` it is unknown which.
  public <T> T transaction(Session.Work<T> work) {
    return connected(connection -> committed(connection, work));
  }

  private <T> T run(Session.Work<T> work) {
    return connected(connection -> work.run(new Session(connection, statements)));
  }

  private <T> T committed(Connection connection, Session.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    boolean isCommitted = false;
    try {
      T result = work.run(new Session(connection, statements));
      connection.commit();
      isCommitted = true;
      return result;
    } finally {
      if (!isCommitted) {
        rollBack(connection);
      }
    }
  }

  /// A connection that cannot roll back is closed by the pool, which has the same effect.
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
      throw new DatabaseException(failure);
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

  private static HikariConfig poolOf(StoreSettings settings, MeterRegistry registry) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setDataSource(new Connections(settings).forPool());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    return config;
  }
}
