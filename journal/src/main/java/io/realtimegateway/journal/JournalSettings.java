package io.realtimegateway.journal;

import io.realtimegateway.model.ByteSize;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// The local store.
///
/// @param level what an accepted message survives
/// @param syncInterval of the background sync, 1ms..10s
/// @param limit of what is not yet in PostgreSQL; beyond it sends are refused
/// @param window how long records are kept after they were archived, 1s..30d
/// @param windowSize how many bytes of them at most
/// @param namesSize of remembered command names
/// @param namesAge of remembered command names, 1h..365d
/// @param conversations whose members and heads are kept, 1000..100000000
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
