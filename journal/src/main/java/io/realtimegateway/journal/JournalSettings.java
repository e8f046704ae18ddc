package io.realtimegateway.journal;

import io.realtimegateway.model.Range;
import java.nio.file.Path;
import java.time.Duration;

/// Settings of the local store.
///
/// @param folder where the store lives; its parent gets the folder `native` for the native library
/// @param level what a committed record survives
/// @param maxUnarchivedBytes bytes of records that are not in PostgreSQL yet, beyond which sends
///   are refused
/// @param retentionWindow how long records stay after they were archived
/// @param retentionBytes bytes of archived records that stay at most, whatever their age
/// @param namesBytes size of the cache of command names
/// @param namesAge age of the cache of command names
/// @param maxConversations conversations whose members and head are kept for a start without
///   PostgreSQL
/// @param writeBufferBytes memory for what is not in sorted files yet, over all views
/// @param slowdownFiles unsorted files at which writes are slowed down; at half as many more they
///   stop
/// @param cacheBytes memory for blocks that were read
/// @param syncInterval at level `written`, how often what was written is synced in the background
/// @param compactionBytesPerSecond pace of flushes and compactions
/// @param reserveBytes free space that a store needs to be opened again after a full disk; sends
///   are refused where there is not so much beside the room for the write buffer
public record JournalSettings(
    Path folder,
    Level level,
    long maxUnarchivedBytes,
    Duration retentionWindow,
    long retentionBytes,
    long namesBytes,
    Duration namesAge,
    int maxConversations,
    long writeBufferBytes,
    int slowdownFiles,
    long cacheBytes,
    Duration syncInterval,
    long compactionBytesPerSecond,
    long reserveBytes) {

  /// What a committed record survives.
  public enum Level {
    /// In the page cache: survives the death of the process.
    WRITTEN,
    /// On the disk: survives a loss of power.
    FSYNCED
  }

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  public JournalSettings {
    Range.require("journal.max-unarchived-bytes", maxUnarchivedBytes, MIB, TIB);
    Range.require(
        "journal.retention-window", retentionWindow, Duration.ofSeconds(1), Duration.ofDays(365));
    Range.require("journal.retention-bytes", retentionBytes, MIB, TIB);
    Range.require("journal.names-bytes", namesBytes, MIB, TIB);
    Range.require("journal.names-age", namesAge, Duration.ofMinutes(1), Duration.ofDays(365));
    Range.require("journal.max-conversations", maxConversations, 64, Integer.MAX_VALUE);
    Range.require("journal.write-buffer-bytes", writeBufferBytes, MIB, 16 * GIB);
    Range.require("journal.slowdown-files", slowdownFiles, 8, 1000);
    Range.require("journal.cache-bytes", cacheBytes, MIB, 64 * GIB);
    Range.require(
        "journal.sync-interval", syncInterval, Duration.ofMillis(1), Duration.ofMinutes(1));
    Range.require("journal.compaction-bytes-per-second", compactionBytesPerSecond, MIB, TIB);
    Range.require("journal.reserve-bytes", reserveBytes, 0, TIB);
  }

  /// What holds where nothing is configured.
  public static JournalSettings defaults() {
    return new JournalSettings(
        Path.of("data", "journal"),
        Level.WRITTEN,
        8 * GIB,
        Duration.ofHours(1),
        GIB,
        2 * GIB,
        Duration.ofDays(7),
        1_000_000,
        128 * MIB,
        40,
        64 * MIB,
        Duration.ofMillis(10),
        256 * MIB,
        64 * MIB);
  }

  /// The same at another place and level.
  public JournalSettings in(Path otherFolder, Level otherLevel) {
    return new JournalSettings(
        otherFolder,
        otherLevel,
        maxUnarchivedBytes,
        retentionWindow,
        retentionBytes,
        namesBytes,
        namesAge,
        maxConversations,
        writeBufferBytes,
        slowdownFiles,
        cacheBytes,
        syncInterval,
        compactionBytesPerSecond,
        reserveBytes);
  }
}
