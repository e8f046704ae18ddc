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

/// The id under which this process owns the archive, and whether it still does.
final class Ownership {
  private static final Logger LOGGER = LoggerFactory.getLogger(Ownership.class);

  private final ShardPositions positions;
  private final Journal journal;
  private final long owner;
  private final Runnable back;

  private boolean isClaimed;

  /// @param owner random
  /// @param back called before the archive is claimed, if the database was unavailable at the start
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

  /// Takes all shards over if the database was unavailable at the start, so that records were
  /// appended without knowing its positions: these must be part of the history of this journal.
  /// That is checked before, so that an engine that does not fit does not fence another one, and
  /// again afterwards, because another engine may have archived more in between.
  ///
  /// @throws FencedException if one is not
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

  /// The current positions.
  ///
  /// @throws FencedException if this process does not own them
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
