package io.realtimegateway.engine.archive;

import io.realtimegateway.engine.stop.StopPoint;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.archive.ArchiveMismatchException;
import io.realtimegateway.store.archive.ArchiveWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes gathered batches. If PostgreSQL refuses one because of its content, its shards are
/// isolated: each is written alone, in halves, until the refused record is found and quarantined. A
/// shard whose rows in PostgreSQL do not match its journal is halted. Used by its worker only.
final class BatchWriter {
  private static final Logger LOGGER = LoggerFactory.getLogger(BatchWriter.class);

  private final ArchiveWriter writer;
  private final Commits commits;
  private final ArchivedNotifier notifier;
  private final WorkerReports reports;

  BatchWriter(
      ArchiveWriter writer, Commits commits, ArchivedNotifier notifier, WorkerReports reports) {
    this.writer = writer;
    this.commits = commits;
    this.notifier = notifier;
    this.reports = reports;
  }

  /// Writes the stretches in one transaction. Blocks.
  ///
  /// @param stretches not empty; alone if its shard is isolated
  /// @throws DatabaseException of the kind `UNAVAILABLE`
  /// @throws io.realtimegateway.store.archive.PositionLostException if a shard is at another
  ///   position
  void write(List<Stretch> stretches) {
    Stretch first = stretches.getFirst();
    if (first.shard().isIsolated()) {
      writeIsolated(first);
      return;
    }
    BatchReducer reducer = new BatchReducer();
    stretches.forEach(stretch -> reducer.add(stretch.shard().position(), stretch.entries()));
    try {
      writer.write(reducer.batch());
    } catch (DatabaseException refusal) {
      if (refusal.isUnavailable()) {
        throw refusal;
      }
      LOGGER.warn("a batch was refused, each shard is tried by itself: {}", refusal.toString());
      stretches.forEach(BatchWriter::isolate);
      return;
    } catch (ArchiveMismatchException contradiction) {
      LOGGER.warn("a batch does not fit: {}", contradiction.toString());
      stretches.forEach(BatchWriter::isolate);
      return;
    }
    written(stretches);
  }

  private static void isolate(Stretch stretch) {
    stretch.shard().failedAt(stretch.last().index(), 2 * stretch.entries().size());
  }

  private void writeIsolated(Stretch stretch) {
    BatchReducer reducer = new BatchReducer();
    reducer.add(stretch.shard().position(), stretch.entries());
    if (writes(stretch, reducer, refusal -> refused(stretch, refusal))) {
      written(List.of(stretch));
    }
  }

  /// Writes the stretch of a single shard. A mismatch halts the shard.
  ///
  /// @param refused receives a refusal because of the content
  /// @return whether it is written
  private boolean writes(
      Stretch stretch, BatchReducer reducer, Consumer<DatabaseException> refused) {
    try {
      writer.write(reducer.batch());
      return true;
    } catch (DatabaseException refusal) {
      switch (refusal.kind()) {
        case UNAVAILABLE -> throw refusal;
        case CONFLICT -> halt(stretch, refusal.toString());
        case DATA, OTHER -> refused.accept(refusal);
      }
    } catch (ArchiveMismatchException contradiction) {
      halt(stretch, contradiction.toString());
    }
    return false;
  }

  /// Halves the stretch until one record is left; that is quarantined. If its placeholder is
  /// refused too, the shard is halted.
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
    if (writes(stretch, reducer, again -> halt(stretch, both + again))) {
      reports.quarantined(poisoned.shard(), poisoned.index());
      written(List.of(stretch));
    }
  }

  private void halt(Stretch stretch, String cause) {
    stretch.shard().halt();
    reports.halted(stretch.shard().shard(), cause);
  }

  private void written(List<Stretch> stretches) {
    StopPoint.ARCHIVED.reached();
    for (Stretch stretch : stretches) {
      JournalEntry last = stretch.last();
      stretch.shard().archived(last.epoch(), last.index());
      commits.archived(last.shard(), last.index(), stretch.readAt());
    }
    notifier.archived(stretches.stream().map(Stretch::end).toList());
  }
}
