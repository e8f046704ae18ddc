package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers the entries for the next transaction of a worker: those that event loops handed over
/// and, across gaps, those of the journal. Each stretch is consecutive and begins right after the
/// archived position of its shard, so that nothing is skipped or written twice. Used by its worker
/// only.
final class BatchGatherer {
  private final CommittedEntries handedOver;
  private final Journal journal;
  private final Commits commits;
  private final WorkerReports reports;
  private final int batch;

  /// Of each shard, what was known to be committed when the last batch was gathered.
  private final long[] known = new long[Shards.COUNT];

  /// In the order in which they are added to the next batch.
  private final List<ArchiveProgress> shards;

  /// @param batch most records of a transaction
  BatchGatherer(
      CommittedEntries handedOver,
      Journal journal,
      Commits commits,
      WorkerReports reports,
      int batch,
      List<ArchiveProgress> shards) {
    this.handedOver = handedOver;
    this.journal = journal;
    this.commits = commits;
    this.reports = reports;
    this.batch = batch;
    this.shards = new ArrayList<>(shards);
  }

  /// Whether there is nothing to archive, so that PostgreSQL is not needed.
  boolean isIdle() {
    return shards.stream().noneMatch(this::isBehind);
  }

  private boolean isBehind(ArchiveProgress shard) {
    return shard.isBehind(commits.committed(shard.shard()));
  }

  /// Gathers one batch; an isolated shard is a batch of its own. The next batch begins with the
  /// shard after the one that took the last room, so that a shard that always fills a batch does
  /// not starve the others. Blocks.
  ///
  /// @return empty if there is nothing
  List<Stretch> gather() {
    shards.forEach(shard -> known[shard.shard()] = commits.committed(shard.shard()));
    handedOver.drain();
    shards.forEach(this::dropNeedless);
    List<Stretch> stretches = new ArrayList<>();
    int room = batch;
    long bytes = ArchiverSettings.BATCH_BYTES;
    int seen = 0;
    for (ArchiveProgress shard : shards) {
      if (room == 0 || bytes <= 0) {
        break;
      }
      boolean isAlone = shard.isIsolated();
      if (isAlone && !stretches.isEmpty()) {
        break;
      }
      seen++;
      Stretch stretch = isBehind(shard) ? next(shard, Math.min(room, shard.budget()), bytes) : null;
      if (stretch != null) {
        stretches.add(stretch);
        room = isAlone ? 0 : room - stretch.entries().size();
        bytes -= stretch.weight();
      }
    }
    Collections.rotate(shards, -seen);
    return stretches;
  }

  /// Whether something that was committed when the last batch was gathered is not archived.
  boolean leftSome() {
    return shards.stream().anyMatch(shard -> shard.isBehind(known[shard.shard()]));
  }

  /// Archived entries and those of a halted shard must not use the ring's room.
  private void dropNeedless(ArchiveProgress shard) {
    handedOver.dropUpTo(
        shard.shard(), shard.isHalted() ? Long.MAX_VALUE : shard.position().index());
  }

  private @Nullable Stretch next(ArchiveProgress shard, int records, long bytes) {
    long readAt = commits.now();
    long from = shard.position().index() + 1;
    long missing = handedOver.missing(shard.shard(), from);
    List<JournalEntry> entries =
        missing == 0
            ? handedOver.take(shard.shard(), from, records, bytes)
            : read(shard, from, (int) Math.min(records, missing), bytes);
    return entries.isEmpty() ? null : new Stretch(shard, entries, readAt);
  }

  private List<JournalEntry> read(ArchiveProgress shard, long from, int records, long bytes) {
    long committed = commits.committed(shard.shard());
    try {
      List<JournalEntry> entries =
          journal.read(shard.shard(), from, records, (int) Math.min(bytes, Integer.MAX_VALUE));
      if (entries.isEmpty()) {
        shard.foundNothing(committed);
      }
      return entries;
    } catch (TruncatedException lost) {
      halt(shard, "PostgreSQL is older than what the local store still has: " + lost.getMessage());
    } catch (DamagedException damage) {
      halt(shard, "the local store is damaged: " + damage.getMessage());
    }
    return List.of();
  }

  private void halt(ArchiveProgress shard, String cause) {
    shard.halt();
    reports.halted(shard.shard(), cause);
  }
}
