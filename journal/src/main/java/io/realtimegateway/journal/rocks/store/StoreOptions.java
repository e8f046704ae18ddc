package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.JournalSettings.Level;
import java.nio.file.Path;
import java.time.Duration;

/// The folder and bounds of one store: those that follow from [JournalSettings], and fixed ones.
///
/// @param folder where the store lives; its parent gets the folder `native` for the native library
/// @param level what a committed record survives
/// @param maxUnarchivedBytes bytes of unarchived records beyond which sends are refused
/// @param retentionWindow how long records are kept after they were archived
/// @param retentionBytes most bytes of archived records that are kept, whatever their age
/// @param namesBytes size of the cache of command names
/// @param namesAge age of the cache of command names
/// @param maxConversations number of conversations whose members and head are kept for a start
///   without PostgreSQL
/// @param writeBufferBytes memory for rows that are not in sorted files yet, over all views
/// @param slowdownFiles number of unsorted files at which writes are slowed down; at one and a half
///   times as many they stop
/// @param cacheBytes size of the block cache
/// @param syncInterval at level `written`, how often writes are synced in the background
/// @param compactionBytesPerSecond rate limit of flushes and compactions
/// @param reserveBytes free space that a store needs to be opened again after a full disk; sends
///   are refused if less than this and the write buffer is free
public record StoreOptions(
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
  private static final long MIB = 1L << 20;

  public static StoreOptions of(Path folder, JournalSettings settings) {
    return new StoreOptions(
        folder,
        settings.level(),
        settings.limit().bytes(),
        settings.window(),
        settings.windowSize().bytes(),
        settings.namesSize().bytes(),
        settings.namesAge(),
        settings.conversations(),
        128 * MIB,
        40,
        64 * MIB,
        settings.syncInterval(),
        256 * MIB,
        64 * MIB);
  }
}
