package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.OpenStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Limits the number of conversations whose members and head are stored. Evicts the least recently
/// written ones first, a tenth at a time, and only if all their records are truncated, so that
/// PostgreSQL has everything. Used by one thread, except for `loaded`.
///
/// A loop may write to a conversation while its rows are removed. Its base is then removed as well,
/// so that the remaining rows are not taken for the complete state, and its newest seq is still
/// found from its events.
public final class ConversationRetention {
  private static final int UNKNOWN = -1;

  /// A conversation and how long ago it was written to, in records of its shard.
  private record Candidate(long conversation, long age) {}

  private final int limit;
  private final ShardProgress[] progress;
  private final AtomicLong estimate = new AtomicLong(UNKNOWN);

  public ConversationRetention(int limit, ShardProgress[] progress) {
    this.limit = limit;
    this.progress = progress;
  }

  /// A conversation was loaded, perhaps again.
  public void loaded() {
    estimate.incrementAndGet();
  }

  void run(OpenStore store) throws RocksDBException {
    if (estimate.get() <= limit && estimate.get() != UNKNOWN) {
      return;
    }
    long count = count(store);
    if (count > limit) {
      Queue<Candidate> oldest = oldest(store, Math.max(1, limit / 10));
      for (Candidate candidate : oldest) {
        remove(store, candidate.conversation);
      }
      count -= oldest.size();
    }
    estimate.set(count);
  }

  private static long count(OpenStore store) {
    long count = 0;
    try (RocksIterator rows = store.scan(Column.CONVERSATIONS)) {
      long last = 0;
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        long conversation = ByteBuffer.wrap(rows.key()).getLong();
        count += conversation == last ? 0 : 1;
        last = conversation;
      }
      OpenStore.check(rows);
    }
    return count;
  }

  /// Conversations that may be evicted and were written to longest ago.
  private Queue<Candidate> oldest(OpenStore store, int goal) {
    PriorityQueue<Candidate> oldest = new PriorityQueue<>(Comparator.comparingLong(Candidate::age));
    try (RocksIterator rows = store.scan(Column.CONVERSATIONS);
        RocksIterator events = store.scan(Column.EVENTS)) {
      rows.seekToFirst();
      while (rows.isValid()) {
        long conversation = ByteBuffer.wrap(rows.key()).getLong();
        long age = age(rows, conversation);
        if (age > 0 && !hasEvents(events, conversation)) {
          oldest.add(new Candidate(conversation, age));
        }
        if (oldest.size() > goal) {
          oldest.remove();
        }
      }
      OpenStore.check(rows);
    }
    return oldest;
  }

  /// Whether a record of the conversation is not truncated.
  private static boolean hasEvents(RocksIterator events, long conversation) {
    events.seek(Keys.id(conversation));
    boolean found = events.isValid() && ByteBuffer.wrap(events.key()).getLong() == conversation;
    OpenStore.check(events);
    return found;
  }

  /// Age of a conversation by its own rows, 0 if it may not be evicted; leaves the iterator after
  /// its rows.
  private long age(RocksIterator rows, long conversation) {
    long newest = 0;
    int shard = 0;
    while (rows.isValid() && ByteBuffer.wrap(rows.key()).getLong() == conversation) {
      ByteBuffer value = ByteBuffer.wrap(rows.value());
      shard = Byte.toUnsignedInt(value.get());
      newest = Math.max(newest, value.getLong());
      rows.next();
    }
    return newest < progress[shard].firstIndex() ? progress[shard].tailIndex() - newest + 1 : 0;
  }

  private static void remove(OpenStore store, long conversation) throws RocksDBException {
    List<byte[]> keys = new ArrayList<>();
    try (RocksIterator rows = store.scan(Column.CONVERSATIONS)) {
      rows.seek(Keys.id(conversation));
      while (rows.isValid() && ByteBuffer.wrap(rows.key()).getLong() == conversation) {
        keys.add(rows.key());
        rows.next();
      }
      OpenStore.check(rows);
    }
    try (BatchSink batch = new BatchSink(store)) {
      keys.forEach(key -> batch.deleteKey(Column.CONVERSATIONS, key));
      batch.write(false);
    }
  }
}
