package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers what the next transaction of a worker writes. Used by its worker alone.
final class BatchGatherer {
  private final Journal journal;
  private final Commits commits;
  private final WorkerReports reports;
  private final int batch;

  /// In the order in which they get room in the next batch.
  private final List<ArchiveProgress> shards;

  /// @param batch most records of a transaction
  BatchGatherer(
      Journal journal,
      Commits commits,
      WorkerReports reports,
      int batch,
      List<ArchiveProgress> shards) {
    this.journal = journal;
    this.commits = commits;
    this.reports = reports;
    this.batch = batch;
    this.shards = new ArrayList<>(shards);
  }

  /// Whether there is nothing to archive, so that nobody misses PostgreSQL.
  boolean isIdle() {
    return shards.stream().noneMatch(this::isBehind);
  }

  private boolean isBehind(ArchiveProgress shard) {
    return shard.isBehind(commits.committed(shard.shard()));
  }

  /// Gathers one batch; an isolated shard is a batch of its own. The next batch begins with the
  /// shard after the one that took the last room, so that a shard that always has more than a batch
  /// keeps no other waiting. Blocks.
  ///
  /// @return empty if there is nothing
  List<Stretch> gather() {
    List<Stretch> stretches = new ArrayList<>();
    int room = batch;
    int seen = 0;
    for (ArchiveProgress shard : shards) {
      if (room == 0) {
        break;
      }
      boolean isAlone = shard.isIsolated();
      if (isAlone && !stretches.isEmpty()) {
        break;
      }
      seen++;
      Stretch stretch = isBehind(shard) ? read(shard, Math.min(room, shard.budget())) : null;
      if (stretch != null) {
        stretches.add(stretch);
        room = isAlone ? 0 : room - stretch.entries().size();
      }
    }
    Collections.rotate(shards, -seen);
    return stretches;
  }

  private @Nullable Stretch read(ArchiveProgress shard, int records) {
    long readAt = commits.now();
    long committed = commits.committed(shard.shard());
    List<JournalEntry> entries;
    try {
      entries =
          journal.read(
              shard.shard(), shard.position().index() + 1, records, ArchiverSettings.BATCH_BYTES);
    } catch (TruncatedException lost) {
      halt(shard, "PostgreSQL is older than what the local store still has: " + lost.getMessage());
      return null;
    } catch (DamagedException damage) {
      halt(shard, "the local store is damaged: " + damage.getMessage());
      return null;
    }
    if (entries.isEmpty()) {
      shard.foundNothing(committed);
      return null;
    }
    return new Stretch(shard, entries, readAt);
  }

  private void halt(ArchiveProgress shard, String cause) {
    shard.halt();
    reports.halted(shard.shard(), cause);
  }
}
