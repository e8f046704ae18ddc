package io.realtimegateway.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/// Rows on their way into a table, in the binary format of PostgreSQL's `COPY`: see the chapter
/// "COPY", "Binary Format", of its manual.
///
/// A row is begun, and then as many values follow as it has columns.
public final class CopyRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final short END = -1;
  private static final int ABSENT = -1;

  /// PostgreSQL counts microseconds from the year 2000.
  private static final long ORIGIN_MILLIS = 946_684_800_000L;

  private static final long MICROS_PER_MILLI = 1_000;

  /// Far beyond what PostgreSQL can hold, and no overflow when it is counted in microseconds.
  private static final long LATEST_MILLIS = Long.MAX_VALUE / MICROS_PER_MILLI - ORIGIN_MILLIS;

  /// A time that PostgreSQL refuses for its range, as it does with each that is later than it.
  private static final long OUT_OF_RANGE = Long.MAX_VALUE - 1;

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);

  CopyRows(CopyIn copy) {
    this.copy = copy;
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /// Writes the rows of one statement.
  @FunctionalInterface
  public interface Source {
    void writeTo(CopyRows rows) throws SQLException;
  }

  /// Begins the next row.
  public void row(int columns) throws SQLException {
    room(Short.BYTES).putShort((short) columns);
  }

  /// A `bigint`.
  public void number(long value) throws SQLException {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
  }

  /// A `timestamptz`.
  ///
  /// @param millis epoch milliseconds
  public void time(long millis) throws SQLException {
    boolean fits = -LATEST_MILLIS <= millis && millis <= LATEST_MILLIS;
    number(fits ? (millis - ORIGIN_MILLIS) * MICROS_PER_MILLI : OUT_OF_RANGE);
  }

  /// A `text`, or null.
  public void text(@Nullable String value) throws SQLException {
    if (value == null) {
      absent();
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES).putInt(bytes.length);
    if (bytes.length > buffer.capacity()) {
      flush();
      copy.writeToCopy(bytes, 0, bytes.length);
    } else {
      room(bytes.length).put(bytes);
    }
  }

  /// A null of any type.
  public void absent() throws SQLException {
    room(Integer.BYTES).putInt(ABSENT);
  }

  /// Ends the statement.
  ///
  /// @return rows that were written
  long end() throws SQLException {
    room(Short.BYTES).putShort(END);
    flush();
    return copy.endCopy();
  }

  private ByteBuffer room(int bytes) throws SQLException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
