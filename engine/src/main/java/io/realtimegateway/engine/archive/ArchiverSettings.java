package io.realtimegateway.engine.archive;

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
    requireWithin("workers", workers, 1, 8);
    requireWithin("batch-records", batchRecords, 1, 100_000);
    requireWithin("batch-bytes", batchBytes, 64 << 10, 256 << 20);
    requireWithin("gather", gather, Duration.ZERO, Duration.ofSeconds(1));
    requireWithin("first-pause", firstPause, Duration.ofMillis(1), Duration.ofMinutes(1));
    requireWithin("longest-pause", longestPause, firstPause, Duration.ofMinutes(10));
  }

  public static ArchiverSettings defaults() {
    return new ArchiverSettings(
        2, 4_000, 4 << 20, Duration.ofMillis(250), Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  private static <T extends Comparable<T>> void requireWithin(
      String key, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "archiver." + key + ": must be " + least + ".." + most + ", is " + value);
    }
  }
}
