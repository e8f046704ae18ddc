package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.names.NameLoader;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.store.JournalMetrics;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.ParkedThread;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import io.realtimegateway.journal.rocks.store.StoreOptions;
import io.realtimegateway.journal.rocks.views.RocksViews;
import io.realtimegateway.model.Shards;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what is no longer needed: records after the retention window, names, conversations,
/// revocations. One platform thread; it runs every eighth of the window, and when a size is
/// exceeded.
///
/// Truncated records leave the files at the next compaction, at most half a window later; so a
/// deleted text is gone about one and three quarters of the window after its delete was archived.
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int STEPS = 8;
  private static final double OVERSHOOT = 1.1;

  private final StoreOptions options;
  private final Clock clock;
  private final StoreLifecycle lifecycle;
  private final ShardProgress[] progress;
  private final JournalMetrics metrics;
  private final ArchiveTimes times;
  private final Truncation truncation;
  private final NameRetention names;
  private final ConversationRetention conversations;
  private final RowRemover remover;
  private final NameLoader loader;
  private final Thread thread;
  private long compactedAt;
  private volatile boolean due;
  private volatile boolean closed;

  public Retention(
      StoreOptions options,
      Clock clock,
      StoreLifecycle lifecycle,
      ShardProgress[] progress,
      JournalMetrics metrics,
      NameRetention names,
      ConversationRetention conversations,
      RowRemover remover,
      NameLoader loader) {
    this.options = options;
    this.clock = clock;
    this.lifecycle = lifecycle;
    this.progress = progress;
    this.metrics = metrics;
    this.times = lifecycle.read(ArchiveTimes::load);
    this.truncation = new Truncation(progress);
    this.names = names;
    this.conversations = conversations;
    this.remover = remover;
    this.loader = loader;
    this.compactedAt = clock.millis() - options.retentionWindow().toMillis();
    this.thread = Thread.ofPlatform().name("journal-retention").daemon().unstarted(this::work);
  }

  public void start() {
    thread.start();
  }

  /// Starts a round soon if a size is exceeded. On any thread; never waits.
  public void wakeWhereDue() {
    if (!due && (retainedBytes() > options.retentionBytes() * OVERSHOOT || names.isDue())) {
      due = true;
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    attempt("load the names", loader::load);
    while (!closed) {
      LockSupport.parkNanos(this, options.retentionWindow().toNanos() / STEPS);
      due = false;
      run();
    }
  }

  /// One round.
  public synchronized void run() {
    attempt("truncate records", this::truncate);
    attempt("evict names", () -> inStore(store -> names.run(store, clock.millis())));
    attempt("evict conversations", () -> inStore(conversations::run));
    attempt("remove revocations", () -> inStore(this::purgeRevocations));
    attempt("compact", this::compact);
  }

  private void truncate() throws RocksDBException {
    inStore(
        store -> {
          long now = clock.millis();
          long window = options.retentionWindow().toMillis();
          times.note(store, now, window / STEPS, archived());
          long[] old = times.archivedBefore(store, now - window);
          for (int shard = 0; shard < Shards.COUNT; shard++) {
            long archived = progress[shard].archived().index();
            truncate(store, shard, Math.min(old[shard], archived) + 1);
          }
          long retained = retainedBytes();
          if (retained > options.retentionBytes()) {
            truncateShare(store, 1 - (double) options.retentionBytes() / retained);
          }
        });
  }

  private void truncateShare(OpenStore store, double share) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      truncate(store, shard, progress[shard].cutFor(share));
    }
  }

  /// A damaged shard does not stop the truncation of others.
  private void truncate(OpenStore store, int shard, long index) {
    attempt("truncate records of shard " + shard, () -> truncation.truncate(store, shard, index));
  }

  private void compact() throws RocksDBException {
    long now = clock.millis();
    boolean late = now - compactedAt >= options.retentionWindow().toMillis() / 2;
    if (truncation.hasCut() && (late || now < compactedAt)) {
      inStore(truncation::compact);
      compactedAt = now;
    }
  }

  private void purgeRevocations(OpenStore store) throws RocksDBException {
    long now = clock.millis();
    List<RowRemover.Candidate> ended = new ArrayList<>();
    try (RocksIterator rows = store.scan(Column.REVOCATIONS)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        if (isEnded(rows.key(), rows.value(), now)) {
          ended.add(
              new RowRemover.Candidate(
                  Byte.toUnsignedInt(rows.key()[0]), ByteBuffer.wrap(rows.key())));
        }
        if (ended.size() == RowRemover.MOST_ROWS) {
          remover.remove(store, Column.REVOCATIONS, ended, (key, row) -> isEnded(key, row, now));
          ended.clear();
        }
      }
      OpenStore.check(rows);
    }
    remover.remove(store, Column.REVOCATIONS, ended, (key, row) -> isEnded(key, row, now));
  }

  private static boolean isEnded(byte[] key, byte[] row, long now) {
    return RocksViews.revocation(key, row).keptUntil() < now;
  }

  private long[] archived() {
    long[] indexes = new long[Shards.COUNT];
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      indexes[shard] = progress[shard].archived().index();
    }
    return indexes;
  }

  private long retainedBytes() {
    long bytes = 0;
    for (ShardProgress shard : progress) {
      bytes += shard.retainedBytes();
    }
    return bytes;
  }

  /// Work that needs an open store.
  private interface Work {
    void in(OpenStore store) throws RocksDBException;
  }

  /// A step that may fail.
  private interface Step {
    void run() throws RocksDBException;
  }

  /// Runs the work if the store can be written; otherwise the next round will.
  private void inStore(Work work) throws RocksDBException {
    OpenStore store = lifecycle.writable();
    long lease = store == null ? 0 : store.enter();
    if (store == null || lease == 0) {
      return;
    }
    try {
      work.in(store);
    } catch (RocksDBException failed) {
      // After one failed write RocksDB refuses all others.
      if (failed.getStatus() != null && failed.getStatus().getCode() == Status.Code.IOError) {
        lifecycle.failed(store, failed);
      }
      throw failed;
    } finally {
      store.leave(lease);
    }
  }

  private void attempt(String what, Step step) {
    if (closed) {
      return;
    }
    try {
      step.run();
    } catch (RocksDBException | JournalException failed) {
      metrics.maintenanceFailed();
      LOG.warn("The journal could not {}: {}", what, failed.getMessage());
    } catch (RuntimeException failed) {
      metrics.maintenanceFailed();
      LOG.error("The journal could not {}", what, failed);
    }
  }

  @Override
  public void close() {
    closed = true;
    ParkedThread.end(thread);
  }
}
