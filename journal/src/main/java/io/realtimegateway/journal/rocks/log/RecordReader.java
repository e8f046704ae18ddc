package io.realtimegateway.journal.rocks.log;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.journal.codec.MalformedRecordException;
import io.realtimegateway.journal.codec.RecordCodec;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import io.realtimegateway.model.record.JournalEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rocksdb.RocksIterator;

/// Reads a shard's committed records in order.
public final class RecordReader {
  private final StoreLifecycle lifecycle;
  private final ShardProgress[] progress;

  public RecordReader(StoreLifecycle lifecycle, ShardProgress[] progress) {
    this.lifecycle = lifecycle;
    this.progress = progress;
  }

  public List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes) {
    long from = Math.max(1, fromIndex);
    return lifecycle.read(store -> read(store, shard, from, maxEntries, maxBytes));
  }

  private List<JournalEntry> read(
      OpenStore store, int shard, long fromIndex, int maxEntries, int maxBytes) {
    checkNotTruncated(shard, fromIndex);
    long committed = progress[shard].committed();
    List<JournalEntry> entries = new ArrayList<>();
    DamagedException damage = null;
    try {
      readDense(store, shard, fromIndex, committed, maxEntries, maxBytes, entries);
    } catch (DamagedException found) {
      damage = found;
    }
    // Records truncated during the read may be missing at the beginning.
    checkNotTruncated(shard, fromIndex);
    if (damage != null && entries.isEmpty()) {
      throw damage;
    }
    return entries;
  }

  /// Reads up to the first record that is missing or cannot be read: a later record must not be
  /// taken for the next one.
  ///
  /// @throws DamagedException if that record is the first to be returned
  private static void readDense(
      OpenStore store,
      int shard,
      long fromIndex,
      long committed,
      int maxEntries,
      int maxBytes,
      List<JournalEntry> entries) {
    int bytes = 0;
    long next = fromIndex;
    try (RocksIterator rows = store.scan(Column.RECORDS)) {
      rows.seek(Keys.record(shard, fromIndex));
      while (next <= committed && entries.size() < maxEntries && bytes < maxBytes) {
        requireAt(rows, shard, next);
        byte[] value = rows.value();
        if (!entries.isEmpty() && bytes + value.length > maxBytes) {
          return;
        }
        bytes += value.length;
        entries.add(decode(shard, next, value));
        next++;
        rows.next();
      }
    }
  }

  /// Checks that an iterator is at a record that must exist.
  public static void requireAt(RocksIterator rows, int shard, long index) {
    if (rows.isValid()) {
      ByteBuffer key = ByteBuffer.wrap(rows.key());
      if (Byte.toUnsignedInt(key.get()) == shard && key.getLong() == index) {
        return;
      }
    }
    OpenStore.check(rows);
    throw new DamagedException(
        String.format(Locale.ROOT, "record %d of shard %d is missing", index, shard));
  }

  /// Decodes a record.
  ///
  /// @throws DamagedException if the bytes are not a record of this format
  public static JournalEntry decode(int shard, long index, byte[] value) {
    try {
      return RecordCodec.decode(shard, index, value);
    } catch (MalformedRecordException malformed) {
      throw new DamagedException(
          String.format(
              Locale.ROOT,
              "record %d of shard %d cannot be read: %s",
              index,
              shard,
              malformed.getMessage()),
          malformed);
    }
  }

  private void checkNotTruncated(int shard, long fromIndex) {
    long first = progress[shard].firstIndex();
    if (fromIndex < first) {
      throw new TruncatedException(shard, fromIndex, first);
    }
  }
}
