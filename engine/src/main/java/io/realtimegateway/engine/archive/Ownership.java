package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.store.archive.ShardPositions;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Under which id this process archives, and whether it still does.
final class Ownership {
  private static final Logger LOGGER = LoggerFactory.getLogger(Ownership.class);

  private final ShardPositions positions;
  private final Journal journal;
  private final long owner;
  private final Runnable back;

  private boolean isClaimed;

  /// @param owner random
  /// @param back called where the database was away at the start, before it is claimed
  Ownership(ShardPositions positions, Journal journal, long owner, Runnable back) {
    this.positions = positions;
    this.journal = journal;
    this.owner = owner;
    this.back = back;
  }

  List<ShardPosition> positions() {
    return positions.all();
  }

  /// Takes all shards over, before anything is appended in this process.
  synchronized List<ShardPosition> claim() {
    List<ShardPosition> claimed = positions.claim(owner, Shards.COUNT);
    isClaimed = true;
    return claimed;
  }

  /// Takes all shards over where the database was away at the start, so that records were appended
  /// without knowing its positions: they have to be on the way of this journal. That is checked
  /// before, so that an engine that does not fit fences no other, and again after it, because
  /// another engine may have archived more in between.
  ///
  /// @throws FencedException where one is not
  synchronized void claimLate() {
    if (!isClaimed) {
      positions.all().forEach(this::requireOnTheWay);
      back.run();
      claim().forEach(this::requireOnTheWay);
      LOGGER.info("PostgreSQL is back, archiving begins");
    }
  }

  private void requireOnTheWay(ShardPosition position) {
    if (position.index() == 0 || position.index() == journal.archivedIndex(position.shard())) {
      return;
    }
    try {
      List<JournalEntry> entries = journal.read(position.shard(), position.index(), 1, 1);
      if (entries.isEmpty() || entries.getFirst().epoch() != position.epoch()) {
        throw new FencedException(
            String.format(
                Locale.ROOT,
                "PostgreSQL has records of shard %d up to %d that the local store lacks; they"
                    + " become known when the process starts while PostgreSQL is reachable",
                position.shard(),
                position.index()));
      }
    } catch (TruncatedException _) {
      LOGGER.warn(
          "shard {} is archived up to {}, before the journal begins",
          position.shard(),
          position.index());
    } catch (DamagedException damage) {
      LOGGER.warn(
          "shard {} is archived up to {}, which the local store cannot read: {}",
          position.shard(),
          position.index(),
          damage.getMessage());
    }
  }

  /// The positions as they are now.
  ///
  /// @throws FencedException where this process does not own them
  List<ShardPosition> read() {
    List<ShardPosition> rows = positions.all();
    if (rows.size() < Shards.COUNT) {
      throw new FencedException(
          "PostgreSQL has lost the positions of the archive; another database is at its address");
    }
    for (ShardPosition row : rows) {
      if (row.owner() != owner) {
        throw new FencedException(
            "another engine has taken over the archive in PostgreSQL; only one may run on a"
                + " database");
      }
    }
    return rows;
  }
}
