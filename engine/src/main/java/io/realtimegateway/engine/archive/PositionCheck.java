package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import io.realtimegateway.store.archive.ShardPosition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the shards of a worker with the positions in PostgreSQL: at the start, after a failure,
/// and once a second. Used by its worker only.
final class PositionCheck {
  private static final Logger LOGGER = LoggerFactory.getLogger(PositionCheck.class);

  /// How long positions are trusted, so that a take-over of the archive by another engine, or a
  /// failover of the database to an older state, is noticed even if there is nothing to archive.
  static final long TRUST_NANOS = 1_000_000_000L;

  private final Ownership ownership;
  private final Journal journal;
  private final Commits commits;
  private final ArchivedNotifier notifier;
  private final List<ArchiveProgress> shards;

  private boolean isTrusted;
  private long readAtNanos;

  PositionCheck(
      Ownership ownership,
      Journal journal,
      Commits commits,
      ArchivedNotifier notifier,
      List<ArchiveProgress> shards) {
    this.ownership = ownership;
    this.journal = journal;
    this.commits = commits;
    this.notifier = notifier;
    this.shards = List.copyOf(shards);
  }

  /// The positions may have changed: they are read before the next batch.
  void distrust() {
    isTrusted = false;
  }

  /// Reads the positions if they are no longer trusted. Blocks.
  ///
  /// @throws FencedException if this process does not own them
  void refresh() {
    if (isTrusted && System.nanoTime() - readAtNanos <= TRUST_NANOS) {
      return;
    }
    ownership.claimLate();
    List<ShardPosition> rows = ownership.read();
    shards.forEach(shard -> compare(shard, rows.get(shard.shard())));
    readAtNanos = System.nanoTime();
    isTrusted = true;
  }

  private void compare(ArchiveProgress shard, ShardPosition row) {
    shard.standsAt(row);
    if (commits.archived(shard.shard()) != row.index()) {
      commits.archived(shard.shard(), row.index(), commits.now());
    }
    long known = journal.archivedIndex(shard.shard());
    if (row.index() < known) {
      LOGGER.warn(
          "PostgreSQL went back: it has records of shard {} up to {}, and had them up to {}; they"
              + " are archived again",
          row.shard(),
          row.index(),
          known);
    }
    if (row.index() != known) {
      notifier.archived(List.of(new Journal.Archived(row.shard(), row.epoch(), row.index())));
    }
  }
}
