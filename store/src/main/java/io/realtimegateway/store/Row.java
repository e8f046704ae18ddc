package io.realtimegateway.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of a result, read by column name.
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /// Reads a value from a row.
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  public long number(String column) throws SQLException {
    return result.getLong(column);
  }

  public int count(String column) throws SQLException {
    return result.getInt(column);
  }

  public boolean truth(String column) throws SQLException {
    return result.getBoolean(column);
  }

  public String text(String column) throws SQLException {
    return present(column, result.getString(column));
  }

  public @Nullable String textOrNull(String column) throws SQLException {
    return result.getString(column);
  }

  public byte[] bytes(String column) throws SQLException {
    return present(column, result.getBytes(column));
  }

  public Instant time(String column) throws SQLException {
    return present(column, timeOrNull(column));
  }

  public @Nullable Instant timeOrNull(String column) throws SQLException {
    OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /// A time as epoch milliseconds.
  public long millis(String column) throws SQLException {
    return time(column).toEpochMilli();
  }

  public boolean isNull(String column) throws SQLException {
    return result.getObject(column) == null;
  }

  public Optional<String[]> texts(String column) throws SQLException {
    java.sql.Array array = result.getArray(column);
    return array == null ? Optional.empty() : Optional.of((String[]) array.getArray());
  }

  private static <T> T present(String column, @Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("column " + column + " is null");
    }
    return value;
  }
}
