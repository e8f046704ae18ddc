package io.realtimegateway.store;

import io.realtimegateway.model.Backoff;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for a database that is starting, checks what it is, and migrates it.
final class DatabaseStart {
  private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseStart.class);
  static final int OLDEST_MAJOR = 15;

  private static final String POOLER_ADVICE =
      "set database.transaction-pooling=true if this is PgBouncer or another pooler in transaction"
          + " mode, or connect to PostgreSQL itself";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final DatabaseUrl url;
  private final DatabaseSettings settings;
  private final Duration wait;
  private final BooleanSupplier isGivenUp;
  private final Connections connections;

  /// @param wait for a database that does not answer yet
  /// @param isGivenUp whether to stop waiting
  DatabaseStart(
      DatabaseUrl url, DatabaseSettings settings, Duration wait, BooleanSupplier isGivenUp) {
    this.url = url;
    this.settings = settings;
    this.wait = wait;
    this.isGivenUp = isGivenUp;
    this.connections = new Connections(url, settings);
  }

  void run() {
    awaitAnswer();
    migrate();
    indexNames();
  }

  private void awaitAnswer() {
    long deadlineNanos = System.nanoTime() + wait.toNanos();
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try (Connection connection = connections.plain().getConnection()) {
        requireVersion(connection.getMetaData().getDatabaseMajorVersion());
        requireUnicode(setting(connection, "server_encoding"));
        requireWritable(setting(connection, "transaction_read_only"));
        checkPoolConnections();
        return;
      } catch (SQLException failure) {
        refuseWhatNeverHeals(failure);
        if (isGivenUp.getAsBoolean() || System.nanoTime() - deadlineNanos > 0) {
          throw new DatabaseStartException(
              String.format(
                  Locale.ROOT,
                  "cannot reach PostgreSQL at %s within %d s: %s",
                  url,
                  wait.toSeconds(),
                  failure.getMessage()),
              failure);
        }
        LOGGER.warn(
            "PostgreSQL at {} does not answer yet ({}), trying again", url, failure.getMessage());
        pause(backoff.next(), isGivenUp);
      }
    }
  }

  private void refuseWhatNeverHeals(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    if (state.startsWith("28")) {
      throw new DatabaseStartException(
          String.format(Locale.ROOT, "PostgreSQL at %s refuses user or password", url), failure);
    }
    if (state.equals("3D000")) {
      throw new DatabaseStartException(
          String.format(Locale.ROOT, "PostgreSQL at %s has no such database; create it first", url),
          failure);
    }
  }

  private void requireVersion(int major) {
    if (major < OLDEST_MAJOR) {
      throw new DatabaseStartException(
          String.format(
              Locale.ROOT,
              "PostgreSQL at %s is version %d; %d or later is needed",
              url,
              major,
              OLDEST_MAJOR));
    }
  }

  /// Other encodings lack most characters that users send: one emoji would stop the archiver.
  private void requireUnicode(String encoding) {
    if (!encoding.equals("UTF8")) {
      throw new DatabaseStartException(
          String.format(
                  Locale.ROOT,
                  "the database at %s has the encoding %s, which cannot store all texts; make one"
                      + " with UTF8",
                  url,
                  encoding)
              + " (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0) and copy your tables"
              + " there if it holds any");
    }
  }

  /// A server that is being promoted becomes writable after a while.
  private static void requireWritable(String readOnly) throws SQLException {
    if (!readOnly.equals("off")) {
      throw new SQLException("it is read-only, as a standby is", "25006");
    }
  }

  /// The connections of the pool need more than this first one: their time-out is sent in
  /// `options`, which a pooler refuses or drops.
  private void checkPoolConnections() throws SQLException {
    String timeout;
    try (Connection connection = connections.forPool().getConnection()) {
      timeout = setting(connection, "statement_timeout");
    } catch (SQLException failure) {
      if (String.valueOf(failure.getMessage()).contains("unsupported startup parameter")) {
        throw new DatabaseStartException(
            String.format(
                    Locale.ROOT,
                    "what answers at %s takes no options at the start of a connection (%s): ",
                    url,
                    failure.getMessage())
                + POOLER_ADVICE,
            failure);
      }
      throw failure;
    }
    if (!settings.transactionPooling() && timeout.equals("0")) {
      throw new DatabaseStartException(
          String.format(
                  Locale.ROOT,
                  "what answers at %s drops the options of a connection, so that no statement would"
                      + " ever",
                  url)
              + " time out: "
              + POOLER_ADVICE);
    }
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT current_setting(?)")) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private void migrate() {
    try {
      Flyway.configure(DatabaseStart.class.getClassLoader())
          .dataSource(connections.plain())
          .locations("classpath:db/migration")
          .table("schema_history")
          .loggers("slf4j")
          .connectRetries(3)
          .load()
          .migrate();
    } catch (FlywayException failure) {
      throw new DatabaseStartException(
          String.format(
              Locale.ROOT,
              "cannot bring the tables of PostgreSQL at %s up to date: %s",
              url,
              failure.getMessage()),
          failure);
    }
  }

  private void indexNames() {
    try (Connection connection = connections.plain().getConnection()) {
      NameIndex.fill(connection);
    } catch (SQLException failure) {
      throw new DatabaseStartException(
          String.format(
              Locale.ROOT,
              "cannot make the names of users searchable in PostgreSQL at %s: %s",
              url,
              failure.getMessage()),
          failure);
    }
  }

  private static void pause(Duration duration, BooleanSupplier isGivenUp) {
    try {
      long endNanos = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() - endNanos < 0 && !isGivenUp.getAsBoolean()) {
        Thread.sleep(GLANCE);
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new DatabaseStartException("interrupted while waiting for PostgreSQL", interruption);
    }
  }
}
