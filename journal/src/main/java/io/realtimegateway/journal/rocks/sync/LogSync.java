package io.realtimegateway.journal.rocks.sync;

import io.realtimegateway.journal.rocks.store.JournalMetrics;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Syncs the write-ahead log of the store. A failed sync is never retried: it is unknown what the
/// disk holds then, so the process is asked to stop.
public final class LogSync {
  /// The call that reaches the disk; a test can replace it by one that fails.
  @FunctionalInterface
  public interface Call {
    void sync(OpenStore store) throws RocksDBException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(LogSync.class);

  /// RocksDB's message if not this sync failed but an earlier write.
  private static final String FAILED_BEFORE = "previous error";

  private final StoreLifecycle lifecycle;
  private final Call call;
  private final Consumer<String> stopProcess;
  private final JournalMetrics metrics;

  public LogSync(
      StoreLifecycle lifecycle, Call call, Consumer<String> stopProcess, JournalMetrics metrics) {
    this.lifecycle = lifecycle;
    this.call = call;
    this.stopProcess = stopProcess;
    this.metrics = metrics;
  }

  /// Whether everything written to this store before the call is on the disk.
  boolean sync(OpenStore store) {
    long lease = store.enter();
    if (lease == 0) {
      return false;
    }
    long start = System.nanoTime();
    try {
      call.sync(store);
      metrics.synced(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      return true;
    } catch (RocksDBException failed) {
      failed(store, failed);
      return false;
    } finally {
      store.leave(lease);
    }
  }

  private void failed(OpenStore store, RocksDBException failed) {
    String said = String.valueOf(failed.getMessage());
    if (said.contains(FAILED_BEFORE)) {
      lifecycle.failed(store, failed);
      return;
    }
    String why = "the journal could not be synced to the disk: " + said;
    LOG.error("{}; commands acknowledged since the last sync may be lost", why);
    lifecycle.stop(why);
    stopProcess.accept(why);
  }
}
