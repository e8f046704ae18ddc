package io.realtimegateway.journal.rocks.log;

import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.ShardTail;
import io.realtimegateway.journal.rocks.names.CompleteSince;
import io.realtimegateway.journal.rocks.names.NameCache;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log and its owner. Everything except the term is guarded by the lock. The owner's loop only
/// tries the lock, because only a new owner can hold it at the same time.
public final class OwnedLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedLog.class);
  private static final long NOBODY = 0;

  public final ReentrantLock lock = new ReentrantLock();
  private final int log;
  private final ShardState[] shards = new ShardState[Shards.PER_LOG];
  private final boolean[] touched = new boolean[Shards.PER_LOG];
  private final long[] nextIndex = new long[Shards.PER_LOG];
  private final long[] nextEpoch = new long[Shards.PER_LOG];
  private volatile long term = NOBODY;
  private @Nullable OpenStore loadedFrom;
  private volatile Executor executor = Runnable::run;
  private @Nullable BatchSink sink;
  private @Nullable ViewWriter writer;

  // Set and used under the lock; cleared by any thread.
  private volatile @Nullable RewrittenRows rewritten;

  public OwnedLog(int log) {
    this.log = log;
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new ShardState(firstShard() + i);
    }
  }

  public int firstShard() {
    return Shards.firstOf(log);
  }

  public Executor executor() {
    return executor;
  }

  public boolean isOwnedUnder(long candidate) {
    return term == candidate && candidate != NOBODY;
  }

  /// Ends the ownership. On any thread.
  public void release() {
    term = NOBODY;
  }

  /// Takes it over. Memory knows what was written to this store, unless the store was opened again
  /// since: after a failed write it may hold less.
  public void own(long newTerm, Executor newExecutor, OpenStore store) {
    for (int i = 0; i < shards.length; i++) {
      if (loadedFrom != store) {
        shards[i] = store.foundState(firstShard() + i);
      }
      touched[i] = false;
    }
    loadedFrom = store;
    executor = newExecutor;
    term = newTerm;
  }

  public List<ShardTail> tails() {
    List<ShardTail> tails = new ArrayList<>(shards.length);
    for (ShardState state : shards) {
      tails.add(
          new ShardTail(state.shard, state.epoch, state.index, state.doubt.isEmpty(), state.doubt));
    }
    return tails;
  }

  public ShardState state(int shard) {
    return shards[shard - firstShard()];
  }

  /// The batch of a turn; kept by the first log of the turn.
  public BatchSink begin(OpenStore store) {
    BatchSink batch = sink;
    if (batch == null) {
      batch = new BatchSink(store);
      sink = batch;
      writer = new ViewWriter(batch);
    }
    batch.begin(store);
    return batch;
  }

  public ViewWriter writer() {
    if (writer == null) {
      throw new IllegalStateException("no batch was begun");
    }
    return writer;
  }

  /// Whether an append comes from the owner and continues at the tail. Otherwise the caller loses
  /// the log.
  public boolean accepts(Append append) {
    if (!isOwnedUnder(append.term())) {
      return false;
    }
    for (int i = 0; i < shards.length; i++) {
      nextIndex[i] = shards[i].index + 1;
      nextEpoch[i] = shards[i].epoch;
    }
    for (JournalEntry entry : append.entries()) {
      if (!follows(entry)) {
        LOG.error(
            "Shard {} of log {}: index {} in epoch {} under term {} does not follow the tail",
            entry.shard(),
            log,
            entry.index(),
            Long.toHexString(entry.epoch()),
            entry.term());
        release();
        return false;
      }
    }
    return true;
  }

  /// Adds the rows of an append to a batch and updates the shards' states.
  public void write(Append append, ViewWriter target, NameCache.Generation generation) {
    RewrittenRows noted = rewritten;
    for (JournalEntry entry : append.entries()) {
      int slot = entry.shard() - firstShard();
      generation.add(entry.record());
      target.write(entry, shards[slot], generation.number());
      touched[slot] = true;
      if (noted != null) {
        noted.wrote(entry.shard(), entry.record());
      }
    }
    for (int slot = 0; slot < shards.length; slot++) {
      if (touched[slot] && shards[slot].isCheckpointDue()) {
        target.writeState(shards[slot]);
      }
    }
  }

  /// The batch is written: publishes the progress of each shard.
  public void wrote(ShardProgress[] progress, CompleteSince completeSince) {
    for (int slot = 0; slot < shards.length; slot++) {
      if (touched[slot]) {
        touched[slot] = false;
        progress[firstShard() + slot].wrote(shards[slot]);
        completeSince.raise(shards[slot].completeSince);
      }
    }
  }

  /// Writes the ends of its shards that no checkpoint says yet. No append is under way.
  public void checkpoint(OpenStore store, ViewWriter target) {
    lock.lock();
    try {
      for (ShardState state : shards) {
        if (loadedFrom == store && state.isAheadOfCheckpoint()) {
          target.writeState(state);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Starts recording which rows are written. On the owner's loop, so that no append is running.
  ///
  /// @return false while the log is being taken over
  public boolean watch(RewrittenRows rows) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      rewritten = rows;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Stops recording. On any thread.
  public void unwatch() {
    rewritten = null;
  }

  /// Deletes rows, except those that were written since `watch`. On the owner's loop, so that no
  /// append is running; like an append, one write that does not wait.
  ///
  /// @return false if the caller no longer waits, or the store or the log was given up
  public boolean remove(OpenStore store, List<byte[]> keys, RewrittenRows since)
      throws RocksDBException {
    if (!lock.tryLock()) {
      return false;
    }
    long lease = store.enter();
    try (BatchSink batch = new BatchSink(store)) {
      if (lease == 0 || rewritten != since) {
        return false;
      }
      for (byte[] key : keys) {
        if (!since.contains(key)) {
          batch.deleteKey(since.column(), key);
        }
      }
      batch.write(false);
      return true;
    } finally {
      if (lease != 0) {
        store.leave(lease);
      }
      lock.unlock();
    }
  }

  private boolean follows(JournalEntry entry) {
    int slot = entry.shard() - firstShard();
    if (slot < 0 || slot >= shards.length || entry.term() != term) {
      return false;
    }
    boolean starts = entry.record() instanceof EpochStarted;
    if (starts ? entry.index() < nextIndex[slot] : entry.index() != nextIndex[slot]) {
      return false;
    }
    if (!starts && entry.epoch() != nextEpoch[slot]) {
      return false;
    }
    nextIndex[slot] = entry.index() + 1;
    nextEpoch[slot] = entry.epoch();
    return entry.epoch() != 0;
  }

  @Override
  public void close() {
    BatchSink batch = sink;
    if (batch != null) {
      batch.close();
    }
  }
}
