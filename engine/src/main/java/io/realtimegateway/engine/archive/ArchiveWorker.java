package io.realtimegateway.engine.archive;

import io.realtimegateway.model.Backoff;
import io.realtimegateway.model.WorkSignal;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.archive.PositionLostException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Archives the shards of some logs, on a platform thread of its own: batch after batch while there
/// are records, with pauses that double while PostgreSQL is unavailable.
final class ArchiveWorker implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ArchiveWorker.class);

  private final PositionCheck positions;
  private final BatchGatherer gatherer;
  private final BatchWriter writer;
  private final WriteTurns turns;
  private final WorkerReports reports;
  private final Backoff backoff;
  private final WorkSignal signal = new WorkSignal();

  private long nextBatchNanos = System.nanoTime();
  private long nextUrgentBatchNanos = nextBatchNanos;

  ArchiveWorker(
      PositionCheck positions,
      BatchGatherer gatherer,
      BatchWriter writer,
      WriteTurns turns,
      WorkerReports reports,
      Backoff backoff) {
    this.positions = positions;
    this.gatherer = gatherer;
    this.writer = writer;
    this.turns = turns;
    this.reports = reports;
    this.backoff = backoff;
    signal.wake();
  }

  /// Records were committed. From any thread.
  ///
  /// @param flushNow whether a read waits for them
  void wake(boolean flushNow) {
    if (flushNow) {
      signal.wakeNow();
    } else {
      signal.wake();
    }
  }

  /// Ends the worker once everything committed is archived, or at once if that fails.
  void stop() {
    signal.stop();
  }

  @Override
  public void run() {
    try {
      while (signal.await(PositionCheck.TRUST_NANOS, nextBatchNanos, nextUrgentBatchNanos)) {
        archiveAll();
      }
      archiveAll();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (FencedException fenced) {
      reports.fenced(String.valueOf(fenced.getMessage()));
    }
  }

  private void archiveAll() throws InterruptedException {
    boolean more = true;
    while (more) {
      try {
        more = turns.run(this::archiveBatch);
        backoff.reset();
        reports.attempted("");
      } catch (DatabaseException | PositionLostException failure) {
        positions.distrust();
        if (gatherer.isIdle()) {
          break;
        }
        reports.attempted(failure.toString());
        LOGGER.warn("archiving pauses: {}", failure.toString());
        more = signal.pause(backoff.nextNanos());
      } catch (FencedException fenced) {
        throw fenced;
      } catch (RuntimeException | Error failure) {
        positions.distrust();
        reports.attempted(failure.toString());
        LOGGER.error("archiving failed", failure);
        more = signal.pause(backoff.nextNanos());
      }
    }
  }

  /// Archives one batch. What is committed after it was gathered waits for the next one that is
  /// due, so that no small transactions follow a large one.
  ///
  /// @return whether there was more than it had room for
  private boolean archiveBatch() {
    positions.refresh();
    List<Stretch> batch = gatherer.gather();
    if (batch.isEmpty()) {
      return false;
    }
    writer.write(batch);
    long now = System.nanoTime();
    nextBatchNanos = now + ArchiverSettings.GATHER.toNanos();
    nextUrgentBatchNanos = now + ArchiverSettings.URGENT_GATHER.toNanos();
    return gatherer.leftSome();
  }
}
