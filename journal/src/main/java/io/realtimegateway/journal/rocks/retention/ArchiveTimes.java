package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.store.Marks;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.model.Shards;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// History of the archived index of every shard, stored from time to time, so that the retention
/// window neither restarts with the process nor depends on the times in the records. Used by one
/// thread.
final class ArchiveTimes {
  private static final String PREFIX = "archive-time/";

  private final TreeMap<Long, long[]> notes = new TreeMap<>();

  /// Loads the history that an earlier process stored.
  static ArchiveTimes load(OpenStore store) {
    ArchiveTimes times = new ArchiveTimes();
    byte[] prefix = Keys.meta(PREFIX);
    try (RocksIterator rows = store.scan(Column.META)) {
      for (rows.seek(prefix); rows.isValid(); rows.next()) {
        String key = new String(rows.key(), StandardCharsets.US_ASCII);
        if (!key.startsWith(PREFIX)) {
          break;
        }
        long[] indexes = new long[Shards.COUNT];
        ByteBuffer.wrap(rows.value()).asLongBuffer().get(indexes);
        times.notes.put(Long.parseLong(key, PREFIX.length(), key.length(), 10), indexes);
      }
      OpenStore.check(rows);
    }
    return times;
  }

  /// Stores the archived indexes of now, unless the last ones are younger than `interval`.
  void note(OpenStore store, long now, long intervalMillis, long[] archived)
      throws RocksDBException {
    Map.Entry<Long, long[]> last = notes.lastEntry();
    if (last != null
        && (isYoung(last.getKey(), now, intervalMillis)
            || Arrays.equals(archived, last.getValue()))) {
      return;
    }
    notes.put(now, archived.clone());
    store.put(Column.META, key(now), Marks.longs(archived), false);
  }

  /// The indexes that were archived at `time`. Removes older history.
  long[] archivedBefore(OpenStore store, long time) throws RocksDBException {
    Map.Entry<Long, long[]> note = notes.floorEntry(time);
    if (note == null) {
      return new long[Shards.COUNT];
    }
    for (long older : notes.headMap(note.getKey()).keySet().toArray(Long[]::new)) {
      notes.remove(older);
      store.database().delete(store.handle(Column.META), key(older));
    }
    return note.getValue();
  }

  private static boolean isYoung(long noted, long now, long intervalMillis) {
    return now >= noted && now - noted < intervalMillis;
  }

  private static byte[] key(long time) {
    return Keys.meta(PREFIX + String.format(Locale.ROOT, "%019d", time));
  }
}
