package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.codec.MalformedRecordException;
import io.realtimegateway.journal.codec.RecordCodec;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.rocksdb.RocksIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads where the records of the shards end: the checkpoint of a shard, completed by the records
/// after it.
public final class ShardCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(ShardCheckpoints.class);

  private ShardCheckpoints() {}

  /// The checkpoint alone, which lies behind the newest record by up to
  /// [ShardState#CHECKPOINT_RECORDS] unless the store was closed cleanly.
  public static ShardState newest(OpenStore store, int shard) {
    byte[] row = store.get(Column.SHARDS, Keys.shard(shard));
    return row == null ? new ShardState(shard) : ShardState.decode(shard, row);
  }

  /// The state after the newest record.
  ///
  /// @throws DamagedException if the records after the checkpoint cannot be read, or if the records
  ///   up to it were truncated and it does not know them: the end of the shard is unknown then
  public static ShardState replay(OpenStore store, int shard) {
    ShardState state = newest(store, shard);
    long first = Marks.first(store, shard).index();
    if (state.index < first - 1) {
      throw new DamagedException(
          String.format(
              Locale.ROOT,
              "the checkpoint of shard %d is at index %d, but its records begin at %d",
              shard,
              state.index,
              first));
    }
    ViewWriter writer = ViewWriter.replaying();
    try (RocksIterator rows = store.scan(Column.RECORDS)) {
      rows.seek(Keys.record(shard, state.index + 1));
      while (rows.isValid() && Byte.toUnsignedInt(rows.key()[0]) == shard) {
        replay(writer, state, rows.key(), rows.value());
        rows.next();
      }
      OpenStore.check(rows);
    }
    return state;
  }

  private static void replay(ViewWriter writer, ShardState state, byte[] key, byte[] value) {
    long index = ByteBuffer.wrap(key).getLong(1);
    int size = key.length + value.length;
    try {
      writer.replay(RecordCodec.decode(state.shard, index, value), size, state);
    } catch (MalformedRecordException malformed) {
      LOG.error(
          "Record {} of shard {} cannot be read: {}; the shard begins a new epoch behind it",
          index,
          state.shard,
          malformed.getMessage());
      state.skip(index, size);
    }
  }
}
