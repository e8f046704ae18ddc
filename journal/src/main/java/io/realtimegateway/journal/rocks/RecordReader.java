package io.realtimegateway.journal.rocks;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.journal.codec.RecordCodec;
import io.realtimegateway.journal.record.JournalEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksIterator;

/// Reads a shard's committed records in order.
final class RecordReader {
  private final StoreLifecycle lifecycle;
  private final ShardProgress[] progress;

  RecordReader(StoreLifecycle lifecycle, ShardProgress[] progress) {
    this.lifecycle = lifecycle;
    this.progress = progress;
  }

  List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes) {
    long from = Math.max(1, fromIndex);
    return lifecycle.read(store -> read(store, shard, from, maxEntries, maxBytes));
  }

  private List<JournalEntry> read(
      OpenStore store, int shard, long fromIndex, int maxEntries, int maxBytes) {
    checkNotTruncated(shard, fromIndex);
    long committed = progress[shard].committed();
    List<JournalEntry> entries = new ArrayList<>();
    int bytes = 0;
    try (RocksIterator rows = store.scan(Column.RECORDS)) {
      rows.seek(Keys.record(shard, fromIndex));
      while (rows.isValid() && entries.size() < maxEntries && bytes < maxBytes) {
        ByteBuffer key = ByteBuffer.wrap(rows.key());
        int of = Byte.toUnsignedInt(key.get());
        long index = key.getLong();
        if (of != shard || index > committed) {
          break;
        }
        byte[] value = rows.value();
        if (!entries.isEmpty() && bytes + value.length > maxBytes) {
          break;
        }
        bytes += value.length;
        entries.add(RecordCodec.decode(shard, index, value));
        rows.next();
      }
      OpenStore.check(rows);
    }
    // What was cut off while it was read may be missing in front.
    checkNotTruncated(shard, fromIndex);
    checkDense(shard, fromIndex, committed, entries);
    return entries;
  }

  /// A record that is missing must not be passed over by whoever reads on.
  private static void checkDense(
      int shard, long fromIndex, long committed, List<JournalEntry> entries) {
    long next = fromIndex;
    for (JournalEntry entry : entries) {
      if (entry.index() != next) {
        throw missing(shard, next);
      }
      next++;
    }
    if (entries.isEmpty() && fromIndex <= committed) {
      throw missing(shard, fromIndex);
    }
  }

  private static DamagedException missing(int shard, long index) {
    return new DamagedException("record %d of shard %d is missing".formatted(index, shard));
  }

  private void checkNotTruncated(int shard, long fromIndex) {
    long first = progress[shard].firstIndex();
    if (fromIndex < first) {
      throw new TruncatedException(shard, fromIndex, first);
    }
  }
}
