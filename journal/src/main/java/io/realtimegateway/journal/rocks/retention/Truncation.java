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
import java.util.List;
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

  /// Removes what points to the records before `to`. The seq of the newest event of each
  /// conversation outlives it, so that its head stays known; that row is older than any event that
  /// is left.
  private void removeEvents(OpenStore store, int shard, long to) throws RocksDBException {
    try (BatchSink batch = new BatchSink(store);
        RocksIterator records = store.scan(Column.RECORDS)) {
      TruncatedEvents events = new TruncatedEvents(shard, progress[shard], to);
      for (records.seek(Keys.record(shard, 0)); records.isValid(); records.next()) {
        ByteBuffer key = ByteBuffer.wrap(records.key());
        if (Byte.toUnsignedInt(key.get()) != shard || key.getLong(1) >= to) {
          break;
        }
        long index = key.getLong(1);
        if (RecordReader.decode(shard, index, records.value()).record()
            instanceof ConversationEvent event) {
          events.add(event.conversationID(), index, event.lastSeq());
        }
        if (events.size() == ROWS_PER_BATCH) {
          events.remove(store, batch);
        }
      }
      OpenStore.check(records);
      events.remove(store, batch);
    }
  }
}
