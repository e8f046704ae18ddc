package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import java.nio.ByteBuffer;

/// Progress in rows of the meta column family: terms, archived indexes, first indexes. They may lag
/// behind the actual progress, but are never ahead.
public final class Marks {
  /// How far a shard is archived.
  ///
  /// @param bytes of all records up to `index`
  public record Archived(long epoch, long index, long bytes) {
    public byte[] encode() {
      return longs(epoch, index, bytes);
    }
  }

  /// The first record of a shard.
  ///
  /// @param index lowest that can be read
  /// @param bytesBefore bytes of all records before it
  public record First(long index, long bytesBefore) {
    public byte[] encode() {
      return longs(index, bytesBefore);
    }
  }

  private Marks() {}

  public static byte[] termKey(int log) {
    return Keys.meta("term/" + log);
  }

  public static byte[] archivedKey(int shard) {
    return Keys.meta("archived/" + shard);
  }

  public static byte[] firstKey(int shard) {
    return Keys.meta("first/" + shard);
  }

  public static long term(OpenStore store, int log) {
    byte[] row = store.get(Column.META, termKey(log));
    return row == null ? 0 : new ByteInput(row).i64();
  }

  public static Archived archived(OpenStore store, int shard) {
    byte[] row = store.get(Column.META, archivedKey(shard));
    if (row == null) {
      return new Archived(0, 0, 0);
    }
    ByteInput in = new ByteInput(row);
    return new Archived(in.i64(), in.i64(), in.i64());
  }

  public static First first(OpenStore store, int shard) {
    byte[] row = store.get(Column.META, firstKey(shard));
    if (row == null) {
      return new First(1, 0);
    }
    ByteInput in = new ByteInput(row);
    return new First(in.i64(), in.i64());
  }

  public static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }
}
