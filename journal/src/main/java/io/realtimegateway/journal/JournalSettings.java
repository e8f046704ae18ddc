package io.realtimegateway.journal;

import io.realtimegateway.model.ByteSize;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// The local store of the journal.
///
/// @param level what a committed record survives
/// @param syncInterval interval of the background sync, 1ms..10s
/// @param limit bytes of unarchived records beyond which sends are refused, 16MiB..1TiB
/// @param window how long records are kept after they were archived, 1s..30d
/// @param windowSize most bytes of archived records that are kept, 16MiB..1TiB
/// @param namesSize size of the cache of command names, 16MiB..1TiB
/// @param namesAge age of the cache of command names, 1h..365d
/// @param conversations number of conversations whose members and head are kept, 1000..100000000
public record JournalSettings(
    Level level,
    Duration syncInterval,
    ByteSize limit,
    Duration window,
    ByteSize windowSize,
    ByteSize namesSize,
    Duration namesAge,
    int conversations)
    implements Settings {

  /// What a committed record survives.
  public enum Level {
    /// In the page cache: survives the death of the process.
    WRITTEN,
    /// On the disk: survives a loss of power.
    FSYNCED
  }

  private static final ByteSize MOST = ByteSize.ofGibibytes(1_024);

  public JournalSettings {
    Range.require(
        "journal.sync-interval", syncInterval, Duration.ofMillis(1), Duration.ofSeconds(10));
    Range.require("journal.limit", limit, ByteSize.ofMebibytes(16), MOST);
    Range.require("journal.window", window, Duration.ofSeconds(1), Duration.ofDays(30));
    Range.require("journal.window-size", windowSize, ByteSize.ofMebibytes(16), MOST);
    Range.require("journal.names-size", namesSize, ByteSize.ofMebibytes(16), MOST);
    Range.require("journal.names-age", namesAge, Duration.ofHours(1), Duration.ofDays(365));
    Range.require("journal.conversations", conversations, 1_000, 100_000_000);
  }

  public static JournalSettings defaults() {
    return new JournalSettings(
        Level.WRITTEN,
        Duration.ofMillis(10),
        ByteSize.ofGibibytes(8),
        Duration.ofHours(1),
        ByteSize.ofGibibytes(1),
        ByteSize.ofGibibytes(2),
        Duration.ofDays(7),
        1_000_000);
  }
}
