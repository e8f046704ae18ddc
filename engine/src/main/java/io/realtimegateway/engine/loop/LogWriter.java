package io.realtimegateway.engine.loop;

import io.realtimegateway.engine.stop.StopPoint;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.model.record.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Gathers the records that the shards of one log decide in a turn and appends them together. While
/// an append is in flight, further records wait for the next.
public final class LogWriter {
  private final int log;
  private final Journal journal;
  private final Runnable turn;
  private final IntConsumer fenced;
  private List<PendingAppend> gathered = new ArrayList<>();
  private List<PendingAppend> flying = List.of();
  private long term;
  private boolean isOwned;

  /// A log that is not owned yet.
  ///
  /// @param turn requests an end of turn
  /// @param fenced called with the number of the log when its ownership is lost
  public LogWriter(int log, Journal journal, Runnable turn, IntConsumer fenced) {
    this.log = log;
    this.journal = journal;
    this.turn = turn;
    this.fenced = fenced;
  }

  public int log() {
    return log;
  }

  public long term() {
    return term;
  }

  public boolean isOwned() {
    return isOwned;
  }

  /// Whether no append is in flight.
  public boolean isIdle() {
    return flying.isEmpty() && gathered.isEmpty();
  }

  public void own(long newTerm) {
    term = newTerm;
    isOwned = true;
  }

  /// Appends an entry with the next append.
  void add(PendingAppend append) {
    if (!isOwned) {
      append.fenced();
      return;
    }
    gathered.add(append);
    turn.run();
  }

  /// The append that is due now, or null.
  @Nullable Append take() {
    if (gathered.isEmpty() || !flying.isEmpty()) {
      return null;
    }
    flying = gathered;
    gathered = new ArrayList<>();
    List<JournalEntry> entries = new ArrayList<>(flying.size());
    for (PendingAppend pending : flying) {
      entries.add(pending.entry());
    }
    long under = term;
    return new Append(log, term, entries, outcome -> done(under, outcome));
  }

  private void done(long under, Outcome outcome) {
    if (under != term || !isOwned) {
      return;
    }
    switch (outcome) {
      case COMMITTED -> commit();
      case FENCED -> fence();
    }
  }

  private void commit() {
    StopPoint.COMMITTED.reached();
    List<PendingAppend> committed = flying;
    flying = List.of();
    for (PendingAppend pending : committed) {
      pending.committed();
    }
    if (!gathered.isEmpty()) {
      turn.run();
    }
  }

  /// Gives the log up: everything gathered or in flight is answered as unknown.
  public void fence() {
    if (!isOwned) {
      return;
    }
    isOwned = false;
    List<PendingAppend> lost = new ArrayList<>(flying);
    lost.addAll(gathered);
    flying = List.of();
    gathered = new ArrayList<>();
    for (PendingAppend pending : lost) {
      pending.fenced();
    }
    fenced.accept(log);
  }

  /// Runs `then` if the log is still owned after the call, `otherwise` if not.
  public void barrier(Runnable then, Runnable otherwise) {
    if (!isOwned) {
      otherwise.run();
      return;
    }
    long under = term;
    journal.barrier(
        log,
        under,
        outcome -> {
          switch (outcome) {
            case COMMITTED -> then.run();
            case FENCED -> {
              otherwise.run();
              if (under == term) {
                fence();
              }
            }
          }
        });
  }
}
