package io.realtimegateway.journal.rocks;

import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.rocks.log.OwnedLog;
import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.names.CompleteSince;
import io.realtimegateway.journal.rocks.names.NameCache;
import io.realtimegateway.journal.rocks.retention.ConversationRetention;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.JournalMetrics;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import io.realtimegateway.journal.rocks.sync.CommitLevel;
import io.realtimegateway.journal.rocks.sync.CommitLevel.Due;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Writes the records of one turn of a loop in one batch. Runs on the loop that owns the logs;
/// reads nothing and waits only for the write itself.
final class Appender {
  private final StoreLifecycle lifecycle;
  private final OwnedLog[] logs;
  private final ShardProgress[] progress;
  private final NameCache names;
  private final CompleteSince completeSince;
  private final ConversationRetention conversations;
  private final CommitLevel level;
  private final JournalMetrics metrics;

  Appender(
      StoreLifecycle lifecycle,
      OwnedLog[] logs,
      ShardProgress[] progress,
      NameCache names,
      CompleteSince completeSince,
      ConversationRetention conversations,
      CommitLevel level,
      JournalMetrics metrics) {
    this.lifecycle = lifecycle;
    this.logs = logs;
    this.progress = progress;
    this.names = names;
    this.completeSince = completeSince;
    this.conversations = conversations;
    this.level = level;
    this.metrics = metrics;
  }

  /// Writes where all shards end, so that the next start reads no records. Nothing is appended any
  /// more.
  void checkpoint() {
    OpenStore store = lifecycle.writable();
    long lease = store == null ? 0 : store.enter();
    if (store == null || lease == 0) {
      return;
    }
    try (BatchSink batch = new BatchSink(store)) {
      ViewWriter writer = new ViewWriter(batch);
      for (OwnedLog log : logs) {
        log.checkpoint(store, writer);
      }
      batch.write(false);
    } catch (RocksDBException failed) {
      metrics.failed();
      lifecycle.failed(store, failed);
    } finally {
      store.leave(lease);
    }
  }

  void append(List<Append> appends) {
    boolean[] accepted = new boolean[appends.size()];
    OpenStore store = lifecycle.writable();
    long lease = store == null ? 0 : store.enter();
    boolean written = false;
    if (store != null && lease != 0) {
      try {
        written = write(store, appends, accepted);
      } finally {
        store.leave(lease);
      }
    }
    for (int i = 0; i < accepted.length; i++) {
      deliver(appends.get(i), written && accepted[i] ? store : null);
    }
  }

  private boolean write(OpenStore store, List<Append> appends, boolean[] accepted) {
    NameCache.Generation generation = names.begin();
    try {
      BatchSink batch = gather(store, appends, accepted, generation);
      if (batch != null) {
        long start = System.nanoTime();
        batch.write(false);
        metrics.appended(entries(appends, accepted), batch.size(), System.nanoTime() - start);
        wrote(appends, accepted);
      }
      return true;
    } catch (RocksDBException | RuntimeException failed) {
      metrics.failed();
      lifecycle.failed(store, failed);
      return false;
    } finally {
      names.end(generation);
      for (int i = 0; i < accepted.length; i++) {
        if (accepted[i]) {
          log(appends.get(i)).lock.unlock();
        }
      }
    }
  }

  /// Locks the logs whose appends are accepted and adds these to a batch; null if there are none.
  private @Nullable BatchSink gather(
      OpenStore store, List<Append> appends, boolean[] accepted, NameCache.Generation generation) {
    BatchSink batch = null;
    ViewWriter writer = null;
    for (int i = 0; i < accepted.length; i++) {
      Append append = appends.get(i);
      OwnedLog log = log(append);
      accepted[i] = accept(log, append);
      if (accepted[i]) {
        if (writer == null) {
          batch = log.begin(store);
          writer = log.writer();
        }
        log.write(append, writer, generation);
      }
    }
    return batch;
  }

  private static boolean accept(OwnedLog log, Append append) {
    if (!log.lock.tryLock()) {
      return false;
    }
    if (log.accepts(append)) {
      return true;
    }
    log.lock.unlock();
    return false;
  }

  private void wrote(List<Append> appends, boolean[] accepted) {
    for (int i = 0; i < accepted.length; i++) {
      if (accepted[i]) {
        OwnedLog log = log(appends.get(i));
        log.wrote(progress, completeSince);
        for (JournalEntry entry : appends.get(i).entries()) {
          if (entry.record() instanceof ConversationLoaded) {
            conversations.loaded();
          }
        }
      }
    }
  }

  private void deliver(Append append, @Nullable OpenStore store) {
    OwnedLog log = log(append);
    Outcome outcome = store == null ? Outcome.FENCED : Outcome.COMMITTED;
    level.deliver(
        new Due(log.executor(), append.outcome(), outcome, store, () -> committed(append)));
  }

  private void committed(Append append) {
    for (JournalEntry entry : append.entries()) {
      progress[entry.shard()].committed(entry.index());
    }
  }

  private OwnedLog log(Append append) {
    return logs[append.log()];
  }

  private static int entries(List<Append> appends, boolean[] accepted) {
    int count = 0;
    for (int i = 0; i < accepted.length; i++) {
      count += accepted[i] ? appends.get(i).entries().size() : 0;
    }
    return count;
  }
}
