package io.realtimegateway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// One connection for the duration of a call. Parameters are numbers, booleans, text, `Instant`,
/// `byte[]`, arrays of `long`, `int`, `boolean` and `String`, or null.
public final class Session {
  private final Connection connection;
  private final LongAdder statements;
  private final int timeoutSeconds;

  /// @param timeoutSeconds time after which the driver cancels a statement; 0 leaves that to the
  ///   server
  Session(Connection connection, LongAdder statements, int timeoutSeconds) {
    this.connection = connection;
    this.statements = statements;
    this.timeoutSeconds = timeoutSeconds;
  }

  /// Several statements in one connection.
  @FunctionalInterface
  public interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /// All rows.
  public <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet result = statement.executeQuery()) {
      Row row = new Row(result);
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(row));
      }
      return rows;
    }
  }

  /// The first row.
  public <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    List<T> rows = list(sql, reader, parameters);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /// The row of a statement that always returns exactly one.
  public <T> T one(String sql, Row.Reader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    return list(sql, reader, parameters).getFirst();
  }

  /// The number of rows that were changed.
  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /// Sends rows with `COPY … FROM STDIN (FORMAT binary)`. Within a transaction only.
  ///
  /// @return number of rows that were written
  public long copy(String sql, CopyRows.Source source) throws SQLException {
    if (timeoutSeconds > 0) {
      // The driver has no limit for a copy, and the server has none for this session.
      update("SET LOCAL statement_timeout = '" + timeoutSeconds + "s'");
    }
    statements.increment();
    CopyIn copy = new CopyManager(connection.unwrap(BaseConnection.class)).copyIn(sql);
    try {
      CopyRows rows = new CopyRows(copy);
      source.writeTo(rows);
      return rows.end();
    } finally {
      cancelIfActive(copy);
    }
  }

  /// Whatever ended the writing of the rows: the connection can do nothing else before. What made
  /// the copy fail says more than that it cannot be cancelled either.
  private static void cancelIfActive(CopyIn copy) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException _) {
      return;
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    statements.increment();
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      if (timeoutSeconds > 0) {
        statement.setQueryTimeout(timeoutSeconds);
      }
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, forDriver(parameters[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException refused) {
      statement.close();
      throw refused;
    }
  }

  private @Nullable Object forDriver(@Nullable Object parameter) throws SQLException {
    return switch (parameter) {
      case Instant time -> time.atOffset(ZoneOffset.UTC);
      case String[] texts -> connection.createArrayOf("text", texts);
      case null, default -> parameter;
    };
  }
}
