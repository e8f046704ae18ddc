package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.rocks.log.RecordReader;
import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.Marks;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.ShardCheckpoints;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Truncates archived records and the events that point to them, and removes their bytes from the
/// files.
final class Truncation {
  private static final int ROWS_PER_BATCH = 1000;

  private final ShardProgress[] progress;

  // Shards that were truncated since the last compaction. Used by one thread.
  private final boolean[] cut = new boolean[Shards.COUNT];

  /// Records that an earlier process truncated may still be in the files.
  Truncation(ShardProgress[] progress) {
    this.progress = progress;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      cut[shard] = progress[shard].firstIndex() > 1;
    }
  }

  /// Truncates the records before `index`; from now on they cannot be read.
  void truncate(OpenStore store, int shard, long index) throws RocksDBException {
    long from = progress[shard].firstIndex();
    long to = Math.min(index, progress[shard].committed() + 1);
    if (to <= from) {
      return;
    }
    Marks.First first = progress[shard].truncate(to);
    removeEvents(store, shard, to);
    try (BatchSink batch = new BatchSink(store)) {
      // Without the records, the checkpoint alone says where the shard ends.
      if (ShardCheckpoints.newest(store, shard).index < to - 1) {
        new ViewWriter(batch).writeState(ShardCheckpoints.replay(store, shard));
      }
      batch.put(Column.META, Marks.firstKey(shard), first.encode());
      batch.deleteRange(Column.RECORDS, Keys.record(shard, 0), Keys.record(shard, to));
      batch.write(false);
    }
    List<byte[]> range = List.of(Keys.record(shard, 0), Keys.record(shard, to));
    store.database().deleteFilesInRanges(store.handle(Column.RECORDS), range, false);
    cut[shard] = true;
  }

  boolean hasCut() {
    for (boolean one : cut) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  /// Rewrites the files that still hold truncated records, and drops the old write-ahead log.
  void compact(OpenStore store) throws RocksDBException {
    store.flush();
    try (CompactRangeOptions options =
        new CompactRangeOptions()
            .setExclusiveManualCompaction(false)
            .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)) {
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        if (cut[shard]) {
          byte[] end = Keys.record(shard, progress[shard].firstIndex());
          store
              .database()
              .compactRange(store.handle(Column.RECORDS), Keys.record(shard, 0), end, options);
          cut[shard] = false;
        }
      }
    }
  }

  /// An event row that a later epoch has rewritten points to another record and stays.
  private void removeEvents(OpenStore store, int shard, long to) throws RocksDBException {
    try (BatchSink batch = new BatchSink(store);
        RocksIterator records = store.scan(Column.RECORDS)) {
      List<byte[]> keys = new ArrayList<>();
      for (records.seek(Keys.record(shard, 0)); records.isValid(); records.next()) {
        ByteBuffer key = ByteBuffer.wrap(records.key());
        if (Byte.toUnsignedInt(key.get()) != shard || key.getLong(1) >= to) {
          break;
        }
        if (RecordReader.decode(shard, key.getLong(1), records.value()).record()
            instanceof ConversationEvent event) {
          keys.add(Keys.event(event.conversationID(), event.lastSeq()));
        }
        if (keys.size() == ROWS_PER_BATCH) {
          removeEvents(store, batch, shard, to, keys);
        }
      }
      OpenStore.check(records);
      removeEvents(store, batch, shard, to, keys);
    }
  }

  private static void removeEvents(
      OpenStore store, BatchSink batch, int shard, long to, List<byte[]> keys)
      throws RocksDBException {
    batch.begin(store);
    List<byte @Nullable []> rows = store.getAll(Column.EVENTS, keys);
    for (int i = 0; i < keys.size(); i++) {
      byte[] row = rows.get(i);
      if (row != null && row[0] == (byte) shard && ByteBuffer.wrap(row).getLong(1) < to) {
        batch.deleteKey(Column.EVENTS, keys.get(i));
      }
    }
    batch.write(false);
    keys.clear();
  }
}
