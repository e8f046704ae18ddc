package io.realtimegateway.journal.rocks;

import io.realtimegateway.journal.codec.ByteInput;
import java.nio.ByteBuffer;

/// Rows of the meta column family that say how far things are: terms, what is archived, where the
/// records begin. They may lag behind what they tell, never lead.
final class Marks {
  /// @param bytes of all records up to `index`
  record Archived(long epoch, long index, long bytes) {
    byte[] encode() {
      return longs(epoch, index, bytes);
    }
  }

  /// @param index lowest that can be read
  /// @param bytesBefore bytes of all records before it
  record First(long index, long bytesBefore) {
    byte[] encode() {
      return longs(index, bytesBefore);
    }
  }

  private Marks() {}

  static byte[] termKey(int log) {
    return Keys.meta("term/" + log);
  }

  static byte[] archivedKey(int shard) {
    return Keys.meta("archived/" + shard);
  }

  static byte[] firstKey(int shard) {
    return Keys.meta("first/" + shard);
  }

  static long term(OpenStore store, int log) {
    byte[] row = store.get(Column.META, termKey(log));
    return row == null ? 0 : new ByteInput(row).i64();
  }

  static Archived archived(OpenStore store, int shard) {
    byte[] row = store.get(Column.META, archivedKey(shard));
    if (row == null) {
      return new Archived(0, 0, 0);
    }
    ByteInput in = new ByteInput(row);
    return new Archived(in.i64(), in.i64(), in.i64());
  }

  static First first(OpenStore store, int shard) {
    byte[] row = store.get(Column.META, firstKey(shard));
    if (row == null) {
      return new First(1, 0);
    }
    ByteInput in = new ByteInput(row);
    return new First(in.i64(), in.i64());
  }

  static ShardState state(OpenStore store, int shard) {
    byte[] row = store.get(Column.SHARDS, Keys.shard(shard));
    return row == null ? new ShardState(shard) : ShardState.decode(shard, row);
  }

  static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }
}
