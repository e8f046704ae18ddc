package io.realtimegateway.journal.rocks;

import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.rocks.log.Fullness;
import io.realtimegateway.journal.rocks.store.DiskSpace;
import io.realtimegateway.journal.rocks.store.JournalMetrics;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import io.realtimegateway.journal.rocks.store.StoreOptions;
import java.util.function.BooleanSupplier;

/// What operators see of the local store at any time: how much is not archived, and what RocksDB
/// says of itself.
final class JournalGauges {
  private final JournalMetrics metrics;
  private final StoreLifecycle lifecycle;
  private final BooleanSupplier isClosed;

  JournalGauges(JournalMetrics metrics, StoreLifecycle lifecycle, BooleanSupplier isClosed) {
    this.metrics = metrics;
    this.lifecycle = lifecycle;
    this.isClosed = isClosed;
  }

  /// Registers them all. They may also be read after the journal was closed.
  void register(StoreOptions options, Fullness fullness, DiskSpace space) {
    metrics.gauge(
        "journal.unarchived.records", "Records that are not archived yet", fullness::records);
    metrics.gauge("journal.unarchived.bytes", "Bytes that are not archived yet", fullness::bytes);
    metrics.gauge(
        "journal.limit.bytes",
        "Limit of the bytes that are not archived",
        options::maxUnarchivedBytes);
    metrics.gauge("journal.disk.free.bytes", "Free space on the disk", space::usableBytes);
    metrics.gauge(
        "journal.writable",
        "1 while the store can be written",
        () -> lifecycle.writable() == null ? 0 : 1);
    gauge("journal.files.bytes", "Size of the sorted files", "rocksdb.total-sst-files-size", true);
    gauge(
        "journal.memory.bytes",
        "Size of the write buffers",
        "rocksdb.cur-size-all-mem-tables",
        true);
    gauge(
        "journal.delayed.write.rate",
        "Bytes per second while writes are slowed down, otherwise 0",
        "rocksdb.actual-delayed-write-rate",
        false);
    gauge("journal.write.stopped", "1 while writes are stopped", "rocksdb.is-write-stopped", false);
  }

  private void gauge(String name, String description, String property, boolean sum) {
    metrics.gauge(
        name,
        description,
        () -> {
          try {
            return isClosed.getAsBoolean()
                ? Double.NaN
                : lifecycle.read(
                    store -> sum ? store.property(property) : store.storeProperty(property));
          } catch (JournalException _) {
            return Double.NaN;
          }
        });
  }
}
