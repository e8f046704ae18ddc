package io.realtimegateway.engine.archive;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// The archiver, which moves the journal into PostgreSQL.
///
/// @param batch most records of one transaction, 1..100000
/// @param workers number of threads, each with a connection of its own while it writes, 1..8
/// @param backOff longest pause between attempts while PostgreSQL is unavailable, 100ms..5m
public record ArchiverSettings(int batch, int workers, Duration backOff) implements Settings {
  /// Approximate limit of the bytes of records of a transaction.
  static final int BATCH_BYTES = 4 << 20;

  /// Most committed entries that wait in memory for a worker.
  static final int RING_ENTRIES = 1 << 14;

  /// Most bytes of committed entries that wait in memory for a worker, see [EntryWeight]. One batch
  /// of it is in memory besides.
  static final long RING_BYTES = 8L << 20;

  /// Shortest time from one batch to the next unless a read waits for it, for larger batches under
  /// load.
  static final Duration GATHER = Duration.ofMillis(250);

  /// Least time from one batch to the next if somebody waits for it: reads that come in quick
  /// succession wait for one transaction together.
  static final Duration URGENT_GATHER = Duration.ofMillis(10);

  /// How long a worker waits for another to finish its batch before it writes beside it.
  static final Duration LONGEST_WAIT_FOR_TURN = Duration.ofMillis(100);

  /// First pause after a failure; doubles, with jitter, up to `backOff`.
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  public ArchiverSettings {
    Range.require("archiver.batch", batch, 1, 100_000);
    Range.require("archiver.workers", workers, 1, 8);
    Range.require("archiver.back-off", backOff, Duration.ofMillis(100), Duration.ofMinutes(5));
  }

  public static ArchiverSettings defaults() {
    return new ArchiverSettings(2_000, 2, Duration.ofSeconds(5));
  }
}
