package io.realtimegateway.engine.archive;

import io.realtimegateway.engine.stop.StopPoint;
import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.Backoff;
import io.realtimegateway.model.WorkSignal;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.archive.ArchiveMismatchException;
import io.realtimegateway.store.archive.ArchiveWriter;
import io.realtimegateway.store.archive.PositionLostException;
import io.realtimegateway.store.archive.ShardPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Archives the shards of some logs, on a platform thread of its own.
final class ArchiveWorker implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveWorker.class);

  /// So long what was read of the positions is trusted: another engine that takes the archive over,
  /// and a database that fails over to an older state, are noticed also where nothing is to be
  /// archived.
  private static final long TRUST_NANOS = 1_000_000_000L;

  private final Journal journal;
  private final ArchiveWriter writer;
  private final ArchiverSettings settings;
  private final Ownership ownership;
  private final Commits commits;
  private final ArchiverEvents events;
  private final Verdicts verdicts;
  private final List<ArchiveProgress> shards;
  private final Backoff backoff;

  private final WorkSignal signal = new WorkSignal();

  private boolean knowsPositions;
  private long positionsReadAt;
  private long nextBatchNanos = System.nanoTime();

  /// What the worker finds out, for whoever asks how the archiver is.
  interface Verdicts {
    /// How the last attempt went.
    ///
    /// @param cause empty where all is well
    void failing(String cause);

    void stopped(int shard, String cause);

    void setAside(int shard, long index);

    void fenced(String reason);
  }

  /// A stretch of one shard.
  private record Stretch(ArchiveProgress shard, List<JournalEntry> entries, long readAt) {
    JournalEntry last() {
      return entries.getLast();
    }
  }

  ArchiveWorker(
      Journal journal,
      ArchiveWriter writer,
      ArchiverSettings settings,
      Ownership ownership,
      Commits commits,
      ArchiverEvents events,
      Verdicts verdicts,
      List<ArchiveProgress> shards,
      Backoff backoff) {
    this.journal = journal;
    this.writer = writer;
    this.settings = settings;
    this.ownership = ownership;
    this.commits = commits;
    this.events = events;
    this.verdicts = verdicts;
    this.shards = shards;
    this.backoff = backoff;
    signal.wake();
  }

  /// Something was committed. From any thread.
  ///
  /// @param flushNow whether somebody waits for it
  void wake(boolean flushNow) {
    if (flushNow) {
      signal.wakeNow();
    } else {
      signal.wake();
    }
  }

  /// Ends the worker once everything that is committed is archived, or at once where that fails.
  void stop() {
    signal.stop();
  }

  @Override
  public void run() {
    try {
      while (signal.await(TRUST_NANOS, nextBatchNanos)) {
        workOff();
      }
      workOff();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (FencedException fenced) {
      verdicts.fenced(String.valueOf(fenced.getMessage()));
    }
  }

  private void workOff() throws InterruptedException {
    boolean more = true;
    while (more) {
      try {
        more = knowsPositions() && batch();
        backoff.reset();
        verdicts.failing("");
      } catch (DatabaseException | PositionLostException failure) {
        knowsPositions = false;
        if (isIdle()) {
          break;
        }
        verdicts.failing(failure.toString());
        LOGGER.warn("archiving pauses: {}", failure.toString());
        more = signal.pause(backoff.nextNanos());
      } catch (FencedException fenced) {
        throw fenced;
      } catch (RuntimeException | Error failure) {
        knowsPositions = false;
        verdicts.failing(failure.toString());
        LOGGER.error("archiving failed", failure);
        more = signal.pause(backoff.nextNanos());
      }
    }
    nextBatchNanos = System.nanoTime() + ArchiverSettings.GATHER.toNanos();
  }

  /// Whether there is nothing to archive, so that nobody misses PostgreSQL.
  private boolean isIdle() {
    return shards.stream().noneMatch(shard -> shard.isBehind(commits.committed(shard.shard())));
  }

  private boolean knowsPositions() {
    if (!knowsPositions || System.nanoTime() - positionsReadAt > TRUST_NANOS) {
      ownership.claimLate();
      List<ShardPosition> rows = ownership.read();
      shards.forEach(shard -> standsAt(shard, rows.get(shard.shard())));
      positionsReadAt = System.nanoTime();
      knowsPositions = true;
    }
    return true;
  }

  private void standsAt(ArchiveProgress shard, ShardPosition row) {
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
      tell(List.of(new Journal.Archived(row.shard(), row.epoch(), row.index())));
    }
  }

  /// Writes one batch. The next one begins behind the shard for which the last room was, so that
  /// one that always has more than a batch keeps no other waiting.
  ///
  /// @return whether there may be more
  private boolean batch() {
    List<Stretch> stretches = new ArrayList<>();
    int room = settings.batch();
    int seen = 0;
    for (ArchiveProgress shard : shards) {
      if (room == 0) {
        break;
      }
      seen++;
      if (shard.isBehind(commits.committed(shard.shard()))) {
        Stretch stretch = read(shard, Math.min(room, shard.budget()));
        if (stretch == null) {
          continue;
        }
        if (shard.isSuspect()) {
          writeSuspect(stretch);
          return true;
        }
        stretches.add(stretch);
        room -= stretch.entries().size();
      }
    }
    Collections.rotate(shards, -seen);
    if (stretches.isEmpty()) {
      return false;
    }
    write(stretches);
    return true;
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
      contradict(
          shard, "PostgreSQL is older than what the local store still has: " + lost.getMessage());
      return null;
    } catch (DamagedException damage) {
      contradict(shard, "the local store is damaged: " + damage.getMessage());
      return null;
    }
    if (entries.isEmpty()) {
      shard.foundNothing(committed);
      return null;
    }
    return new Stretch(shard, entries, readAt);
  }

  private void write(List<Stretch> stretches) {
    BatchReducer reducer = new BatchReducer();
    stretches.forEach(stretch -> reducer.add(stretch.shard().position(), stretch.entries()));
    try {
      writer.write(reducer.batch());
    } catch (DatabaseException refusal) {
      if (refusal.isUnavailable()) {
        throw refusal;
      }
      LOGGER.warn("a batch was refused, each shard is tried by itself: {}", refusal.toString());
      stretches.forEach(ArchiveWorker::suspect);
      return;
    } catch (ArchiveMismatchException contradiction) {
      LOGGER.warn("a batch does not fit: {}", contradiction.toString());
      stretches.forEach(ArchiveWorker::suspect);
      return;
    }
    written(stretches);
  }

  private static void suspect(Stretch stretch) {
    stretch.shard().failedAt(stretch.last().index(), 2 * stretch.entries().size());
  }

  private void writeSuspect(Stretch stretch) {
    BatchReducer reducer = new BatchReducer();
    reducer.add(stretch.shard().position(), stretch.entries());
    if (writes(stretch, reducer, refusal -> refused(stretch, refusal))) {
      written(List.of(stretch));
    }
  }

  /// Writes what is of one shard alone. A contradiction stops the shard.
  ///
  /// @param refused takes a refusal for what the batch holds
  /// @return whether it is written
  private boolean writes(
      Stretch stretch, BatchReducer reducer, Consumer<DatabaseException> refused) {
    try {
      writer.write(reducer.batch());
      return true;
    } catch (DatabaseException refusal) {
      switch (refusal.kind()) {
        case UNAVAILABLE -> throw refusal;
        case CONFLICT -> contradict(stretch.shard(), refusal.toString());
        case DATA, OTHER -> refused.accept(refusal);
      }
    } catch (ArchiveMismatchException contradiction) {
      contradict(stretch.shard(), contradiction.toString());
    }
    return false;
  }

  /// Halves the stretch until one record is left; that is set aside. If its placeholder is refused
  /// too, the shard stops.
  private void refused(Stretch stretch, DatabaseException refusal) {
    if (stretch.entries().size() > 1) {
      stretch.shard().failedAt(stretch.last().index(), stretch.entries().size());
      return;
    }
    JournalEntry poisoned = stretch.last();
    LOGGER.error(
        "record {} of shard {} is set aside, PostgreSQL refuses it: {}",
        poisoned.index(),
        poisoned.shard(),
        refusal.sqlState());
    BatchReducer reducer = new BatchReducer();
    reducer.addPlaceholder(stretch.shard().position(), poisoned, refusal.toString());
    String both =
        String.format(
            Locale.ROOT, "PostgreSQL refuses record %d and its placeholder: ", poisoned.index());
    if (writes(stretch, reducer, again -> contradict(stretch.shard(), both + again))) {
      verdicts.setAside(poisoned.shard(), poisoned.index());
      written(List.of(stretch));
    }
  }

  private void contradict(ArchiveProgress shard, String cause) {
    shard.stop();
    verdicts.stopped(shard.shard(), cause);
  }

  private void written(List<Stretch> stretches) {
    StopPoint.ARCHIVED.reached();
    List<Journal.Archived> shards = new ArrayList<>(stretches.size());
    for (Stretch stretch : stretches) {
      JournalEntry last = stretch.last();
      stretch.shard().archived(last.epoch(), last.index());
      commits.archived(last.shard(), last.index(), stretch.readAt());
      shards.add(new Journal.Archived(last.shard(), last.epoch(), last.index()));
    }
    tell(shards);
  }

  /// Who waits is told even if the journal cannot note it now.
  private void tell(List<Journal.Archived> shards) {
    events.archived(shards);
    journal.archived(shards);
  }
}
