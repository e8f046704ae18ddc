package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.names.CompleteSince;
import io.realtimegateway.journal.rocks.names.NameCache;
import io.realtimegateway.journal.rocks.names.NameCache.Generation;
import io.realtimegateway.journal.rocks.names.NameLoader;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.MessageRow;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreIdentity;
import io.realtimegateway.journal.rocks.store.StoreOptions;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.Uuid7;
import io.realtimegateway.model.record.NameSpace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Limits size and age of the cache of names, and of the message rows of the same age. The oldest
/// generation is removed as a whole once all of it is archived. Names in it whose own time is later
/// than the new mark are carried over, so that one client with a wrong clock cannot push the mark
/// ahead. Used by one thread.
public final class NameRetention {
  private static final int GENERATIONS = 8;

  private final StoreOptions options;
  private final NameCache names;
  private final CompleteSince completeSince;
  private final ShardProgress[] progress;
  private final RowRemover remover;
  private long begunAt;

  public NameRetention(
      StoreOptions options,
      NameCache names,
      CompleteSince completeSince,
      ShardProgress[] progress,
      RowRemover remover,
      long now) {
    this.options = options;
    this.names = names;
    this.completeSince = completeSince;
    this.progress = progress;
    this.remover = remover;
    this.begunAt = now;
  }

  /// Whether the generation that is being filled is full.
  boolean isDue() {
    return names.current().bytes() > options.namesBytes() / GENERATIONS;
  }

  void run(OpenStore store, long now) throws RocksDBException {
    boolean old = now - begunAt > options.namesAge().toMillis() / GENERATIONS;
    if (isDue() || (old && names.current().bytes() > 0)) {
      names.rotate();
      begunAt = now;
    }
    names.seal(this::tails);
    while (canDrop(now)) {
      dropOldest(store);
    }
  }

  private boolean canDrop(long now) {
    List<Generation> all = names.all();
    if (all.size() == 1) {
      return false;
    }
    Generation oldest = all.getLast();
    boolean tooOld = oldest.latest() < now - options.namesAge().toMillis();
    boolean tooMany = names.bytes() > options.namesBytes();
    return (tooOld || tooMany) && oldest.isLoaded() && isArchived(oldest);
  }

  private boolean isArchived(Generation generation) {
    long[] sealedAt = generation.sealedAt();
    if (sealedAt == null) {
      return false;
    }
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (sealedAt[shard] > progress[shard].archived().index()) {
        return false;
      }
    }
    return true;
  }

  private void dropOldest(OpenStore store) throws RocksDBException {
    Generation oldest = names.all().getLast();
    long mark = Math.max(completeSince.millis(), oldest.latest() + 1);
    byte[] from = Keys.generation(oldest.number());
    byte[] to = Keys.generation(oldest.number() + 1);
    carryOver(store, oldest, mark, to);
    completeSince.raise(mark);
    names.dropOldest();
    try (BatchSink batch = new BatchSink(store)) {
      batch.put(Column.META, StoreIdentity.COMPLETE_SINCE_KEY, Keys.id(mark));
      batch.deleteRange(Column.NAMES, from, to);
      batch.write(false);
    }
    store.database().deleteFilesInRanges(store.handle(Column.NAMES), List.of(from, to), false);
    removeMessages(store, oldest.highestMessage());
  }

  /// Copies the names whose own time is at or after the mark.
  private void carryOver(OpenStore store, Generation oldest, long mark, byte[] end)
      throws RocksDBException {
    try (BatchSink batch = new BatchSink(store);
        RocksIterator rows = store.scan(Column.NAMES)) {
      for (rows.seek(Keys.generation(oldest.number())); isBefore(rows, end); rows.next()) {
        byte[] key = rows.key();
        String name = NameLoader.name(key);
        OptionalLong time = Uuid7.time(NameSpace.nameOf(name));
        if (time.isPresent() && time.getAsLong() >= mark) {
          carry(store, batch, key, name, rows.value());
        }
      }
      OpenStore.check(rows);
    }
  }

  private void carry(OpenStore store, BatchSink batch, byte[] key, String name, byte[] value)
      throws RocksDBException {
    Generation into = names.begin();
    try {
      ByteBuffer moved = ByteBuffer.wrap(key);
      moved.putInt(0, into.number());
      into.load(moved.getLong(4), moved.getLong(12), name, NameCache.decode(value));
      batch.begin(store);
      batch.put(Column.NAMES, key, value);
      batch.write(false);
    } finally {
      names.end(into);
    }
  }

  /// Removes the rows of messages up to an id if their newest record is truncated. An edit or a
  /// delete may rewrite such a row at the same time.
  private void removeMessages(OpenStore store, long highest) throws RocksDBException {
    List<RowRemover.Candidate> found = new ArrayList<>();
    try (RocksIterator rows = store.scan(Column.MESSAGES)) {
      for (rows.seekToFirst(); isBefore(rows, Keys.id(highest + 1)); rows.next()) {
        if (isTruncated(rows.value())) {
          found.add(
              new RowRemover.Candidate(
                  MessageRow.decode(0, rows.value()).shard(), ByteBuffer.wrap(rows.key())));
        }
        if (found.size() == RowRemover.MOST_ROWS) {
          remover.remove(store, Column.MESSAGES, found, (_, row) -> isTruncated(row));
          found.clear();
        }
      }
      OpenStore.check(rows);
      remover.remove(store, Column.MESSAGES, found, (_, row) -> isTruncated(row));
    }
  }

  private boolean isTruncated(byte[] messageRow) {
    MessageRow row = MessageRow.decode(0, messageRow);
    return row.index() < progress[row.shard()].firstIndex();
  }

  private long[] tails() {
    long[] tails = new long[Shards.COUNT];
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      tails[shard] = progress[shard].tailIndex();
    }
    return tails;
  }

  private static boolean isBefore(RocksIterator rows, byte[] end) {
    return rows.isValid() && Arrays.compareUnsigned(rows.key(), end) < 0;
  }
}
