package io.realtimegateway.journal.rocks;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.JournalStatus;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.rocks.log.Fullness;
import io.realtimegateway.journal.rocks.log.OwnedLog;
import io.realtimegateway.journal.rocks.log.RecordReader;
import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.names.CompleteSince;
import io.realtimegateway.journal.rocks.names.NameCache;
import io.realtimegateway.journal.rocks.names.NameLoader;
import io.realtimegateway.journal.rocks.retention.ConversationRetention;
import io.realtimegateway.journal.rocks.retention.NameRetention;
import io.realtimegateway.journal.rocks.retention.Retention;
import io.realtimegateway.journal.rocks.retention.RowRemover;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.BootId;
import io.realtimegateway.journal.rocks.store.DiskSpace;
import io.realtimegateway.journal.rocks.store.JournalMetrics;
import io.realtimegateway.journal.rocks.store.Marks;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreIdentity;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import io.realtimegateway.journal.rocks.store.StoreOptions;
import io.realtimegateway.journal.rocks.sync.BackgroundSync;
import io.realtimegateway.journal.rocks.sync.CommitLevel;
import io.realtimegateway.journal.rocks.sync.CommitLevel.Due;
import io.realtimegateway.journal.rocks.sync.GroupSync;
import io.realtimegateway.journal.rocks.sync.LogSync;
import io.realtimegateway.journal.rocks.views.RocksViews;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The journal on one machine.
///
/// `append` runs on the loops that own the logs: one write for all logs of a turn, no reads.
/// [BackgroundSync] or [GroupSync], depending on the level, completes it. [Retention] removes what
/// is no longer needed, and [StoreLifecycle] reopens the store after a failed write. All other
/// methods block and belong on platform threads.
public final class RocksJournal implements Journal {
  private final Fullness fullness;
  private final DiskSpace space;
  private final ShardProgress[] progress = new ShardProgress[Shards.COUNT];
  private final OwnedLog[] logs = new OwnedLog[Shards.LOGS];
  private final StoreLifecycle lifecycle;
  private final CommitLevel level;
  private final JournalMetrics metrics;
  private final Retention retention;
  private final CompleteSince completeSince;
  private final RecordReader reader;
  private final RocksViews views;
  private final Appender appender;
  private final long leastTerm;
  private volatile boolean closed;

  /// Opens the store in a folder, or creates it.
  ///
  /// @param installation the installation that must own the store; null if that is not known yet
  /// @param stopProcess called with the reason why the process must end: a sync failed, so that
  ///   everything acknowledged since the last sync is uncertain, or files of the store are damaged
  /// @throws JournalException if another process uses the folder, or the store belongs to another
  ///   installation, has a newer format or cannot be read
  public static RocksJournal open(
      Path folder,
      JournalSettings settings,
      @Nullable String installation,
      Clock clock,
      MeterRegistry registry,
      Consumer<String> stopProcess) {
    return open(StoreOptions.of(folder, settings), installation, clock, registry, stopProcess);
  }

  static RocksJournal open(
      StoreOptions options,
      @Nullable String installation,
      Clock clock,
      MeterRegistry registry,
      Consumer<String> stopProcess) {
    Surroundings surroundings =
        new Surroundings(
            clock,
            registry,
            stopProcess,
            BootId.current(),
            OpenStore::syncLog,
            new SecureRandom().nextLong(),
            clock.instant().getEpochSecond(),
            () -> {});
    return new RocksJournal(options, installation, surroundings);
  }

  /// What a test replaces.
  ///
  /// @param leastTerm lowest next term of each log. Terms must grow even if this store knows less
  ///   than an earlier one, because it is new or was restored from a copy. Seconds of the clock
  ///   satisfy that, as long as a log changes its owner less than once a second on average.
  /// @param beforeRemoval a stop point between finding rows to remove and removing them
  record Surroundings(
      Clock clock,
      MeterRegistry registry,
      Consumer<String> stopProcess,
      String bootId,
      LogSync.Call sync,
      long seed,
      long leastTerm,
      Runnable beforeRemoval) {}

  RocksJournal(StoreOptions options, @Nullable String installation, Surroundings surroundings) {
    Clock clock = surroundings.clock();
    leastTerm = surroundings.leastTerm();
    metrics = new JournalMetrics(surroundings.registry());
    fullness = new Fullness(options.maxUnarchivedBytes());
    for (int i = 0; i < progress.length; i++) {
      progress[i] = new ShardProgress(i, fullness);
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] = new OwnedLog(i);
    }
    StoreIdentity identity = new StoreIdentity(options, installation, surroundings.bootId(), clock);
    lifecycle = new StoreLifecycle(options, identity, this::releaseAll, surroundings.stopProcess());
    OpenStore store = lifecycle.open();
    space = new DiskSpace(options);
    completeSince = loadProgress(store);
    NameCache names = new NameCache(surroundings.seed(), NameLoader.stored(store), tails());
    ConversationRetention conversations =
        new ConversationRetention(options.maxConversations(), progress);
    RowRemover remover = new RowRemover(logs, surroundings.beforeRemoval());
    LogSync sync = new LogSync(lifecycle, surroundings.sync(), surroundings.stopProcess(), metrics);
    level =
        options.level() == Level.FSYNCED
            ? new GroupSync(lifecycle, sync)
            : new BackgroundSync(lifecycle, sync, options.syncInterval());
    retention =
        new Retention(
            options,
            clock,
            lifecycle,
            progress,
            metrics,
            new NameRetention(options, names, completeSince, progress, remover, clock.millis()),
            conversations,
            remover,
            new NameLoader(lifecycle, names));
    reader = new RecordReader(lifecycle, progress);
    views = new RocksViews(lifecycle, names, completeSince, progress);
    appender =
        new Appender(
            lifecycle, logs, progress, names, completeSince, conversations, level, metrics);
    new JournalGauges(metrics, lifecycle, () -> closed).register(options, fullness, space);
    retention.start();
  }

  /// The views of the committed records.
  public LocalViews views() {
    return views;
  }

  /// The installation that owns the store, empty if it is not known yet.
  public String installation() {
    return lifecycle.read(StoreIdentity::installation);
  }

  /// Declares that PostgreSQL is empty as well, so that the store will see every name and none has
  /// to be looked up in PostgreSQL. Called before the first append; has no effect on a store that
  /// has records.
  public void beginWithEmptyDatabase() {
    for (ShardProgress shard : progress) {
      if (shard.tailIndex() > 0) {
        return;
      }
    }
    lifecycle.read(
        store -> {
          try {
            store.put(Column.META, StoreIdentity.COMPLETE_SINCE_KEY, Keys.id(0), true);
            completeSince.always();
          } catch (RocksDBException failed) {
            lifecycle.failed(store, failed);
          }
          return store;
        });
  }

  @Override
  public Ownership own(int log, Executor executor) {
    OwnedLog owned = logs[log];
    owned.release();
    while (true) {
      OpenStore store = lifecycle.awaitWritable();
      owned.lock.lock();
      try {
        long lease = store.enter();
        if (lease != 0) {
          try {
            return own(owned, log, executor, store);
          } finally {
            store.leave(lease);
          }
        }
      } catch (RocksDBException failed) {
        lifecycle.failed(store, failed);
      } finally {
        owned.lock.unlock();
      }
    }
  }

  /// The synced write of the term brings everything before it to the disk.
  private Ownership own(OwnedLog owned, int log, Executor executor, OpenStore store)
      throws RocksDBException {
    long term = Math.max(Marks.term(store, log) + 1, leastTerm);
    store.put(Column.META, Marks.termKey(log), Marks.longs(term), true);
    owned.own(term, executor, store);
    for (int shard = owned.firstShard(); shard < owned.firstShard() + Shards.PER_LOG; shard++) {
      load(store, owned.state(shard));
    }
    if (lifecycle.writable() != store) {
      owned.release();
    }
    return new Ownership(log, term, owned.tails());
  }

  @Override
  public void append(List<Append> appends) {
    appender.append(appends);
    fullness.warnWhereNear();
  }

  @Override
  public void barrier(int log, long term, Consumer<Outcome> outcome) {
    OwnedLog owned = logs[log];
    boolean still = owned.isOwnedUnder(term) && lifecycle.writable() != null;
    level.deliver(
        new Due(
            owned.executor(), outcome, still ? Outcome.COMMITTED : Outcome.FENCED, null, () -> {}));
  }

  @Override
  public List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes) {
    return reader.read(shard, fromIndex, maxEntries, maxBytes);
  }

  @Override
  public void archived(List<Archived> shards) {
    List<Marks.Archived> marks = new ArrayList<>(shards.size());
    for (Archived to : shards) {
      marks.add(progress[to.shard()].archived(to.epoch(), to.index()));
    }
    fullness.warnWhereNear();
    lifecycle.read(
        store -> {
          try (BatchSink batch = new BatchSink(store)) {
            for (int at = 0; at < marks.size(); at++) {
              byte[] key = Marks.archivedKey(shards.get(at).shard());
              batch.put(Column.META, key, marks.get(at).encode());
            }
            batch.write(false);
          } catch (RocksDBException failed) {
            // The marks stay behind; the next ones include them.
            metrics.failed();
            lifecycle.failed(store, failed);
          }
          return marks;
        });
    retention.wakeWhereDue();
  }

  @Override
  public long archivedIndex(int shard) {
    return progress[shard].archived().index();
  }

  @Override
  public long firstIndex(int shard) {
    return progress[shard].firstIndex();
  }

  @Override
  public JournalStatus status() {
    String trouble = lifecycle.trouble().isEmpty() ? space.message() : lifecycle.trouble();
    return new JournalStatus(
        fullness.records(),
        fullness.bytes(),
        fullness.limitBytes(),
        lifecycle.writable() != null,
        isFull(),
        trouble.isEmpty() ? fullness.message() : trouble);
  }

  @Override
  public boolean isFull() {
    return fullness.isAtLimit() || space.isShort() || lifecycle.writable() == null;
  }

  /// Ends all threads, syncs and writes the mark of a clean close. No append may follow.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    releaseAll();
    retention.close();
    level.close();
    space.close();
    appender.checkpoint();
    lifecycle.close();
    for (OwnedLog log : logs) {
      log.close();
    }
  }

  /// Runs one round of retention now.
  void retain() {
    retention.run();
  }

  private void releaseAll() {
    for (OwnedLog log : logs) {
      log.release();
    }
  }

  private CompleteSince loadProgress(OpenStore store) {
    byte[] row = store.get(Column.META, StoreIdentity.COMPLETE_SINCE_KEY);
    CompleteSince since = new CompleteSince(row == null ? Long.MAX_VALUE : Keys.toLong(row));
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      ShardState state = store.foundState(shard);
      load(store, state);
      since.raise(state.completeSince);
    }
    return since;
  }

  private void load(OpenStore store, ShardState state) {
    int shard = state.shard;
    progress[shard].load(state, Marks.first(store, shard), Marks.archived(store, shard));
  }

  private long[] tails() {
    long[] tails = new long[progress.length];
    for (int shard = 0; shard < tails.length; shard++) {
      tails[shard] = progress[shard].tailIndex();
    }
    return tails;
  }
}
