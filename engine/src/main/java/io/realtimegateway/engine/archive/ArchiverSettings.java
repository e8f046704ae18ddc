package io.realtimegateway.engine.archive;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How the archiver works.
///
/// @param workers threads, each with a connection of its own while it writes, 1..8
/// @param batchRecords most records of a transaction, 1..100,000
/// @param batchBytes about the most bytes of records of a transaction, 64 KiB..256 MiB
/// @param gather least time from one batch to the next unless somebody waits for it, 0..1 s: larger
///   batches under load
/// @param firstPause after a failure; doubles, with jitter, up to `longestPause`; 1 ms..1 min
/// @param longestPause 1 ms..10 min
public record ArchiverSettings(
    int workers,
    int batchRecords,
    int batchBytes,
    Duration gather,
    Duration firstPause,
    Duration longestPause) {

  public ArchiverSettings {
    Range.require("archiver.workers", workers, 1, 8);
    Range.require("archiver.batch-records", batchRecords, 1, 100_000);
    Range.require("archiver.batch-bytes", batchBytes, 64 << 10, 256 << 20);
    Range.require("archiver.gather", gather, Duration.ZERO, Duration.ofSeconds(1));
    Range.require("archiver.first-pause", firstPause, Duration.ofMillis(1), Duration.ofMinutes(1));
    Range.require("archiver.longest-pause", longestPause, firstPause, Duration.ofMinutes(10));
  }

  public static ArchiverSettings defaults() {
    return new ArchiverSettings(
        2, 4_000, 4 << 20, Duration.ofMillis(250), Duration.ofMillis(100), Duration.ofSeconds(10));
  }
}
