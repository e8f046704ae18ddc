package io.realtimegateway.journal.rocks.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The metrics of the local store.
public final class JournalMetrics {
  private final MeterRegistry registry;
  private final Counter records;
  private final Counter bytes;
  private final Counter failures;
  private final Counter maintenanceFailures;
  private final Timer append;
  private final Timer sync;

  public JournalMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.records = counter("journal.appended.records", "Records appended");
    this.bytes = counter("journal.appended.bytes", "Bytes of batches, views included");
    this.failures =
        counter("journal.failures", "Failed writes, after which the store was opened again");
    this.maintenanceFailures =
        counter("journal.maintenance.failures", "Truncations and compactions that failed");
    this.append = timer("journal.append", "Time to write one batch, with all logs of a turn");
    this.sync = timer("journal.sync", "Time of one sync of the write-ahead log");
  }

  public void appended(int count, long size, long nanos) {
    records.increment(count);
    bytes.increment((double) size);
    append.record(nanos, TimeUnit.NANOSECONDS);
  }

  public void synced(long amount, TimeUnit unit) {
    sync.record(amount, unit);
  }

  public void failed() {
    failures.increment();
  }

  public void maintenanceFailed() {
    maintenanceFailures.increment();
  }

  /// A gauge that is evaluated when the metrics are read.
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }
}
