package io.realtimegateway.engine.loop;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The state of one shard's log: its epoch, the positions of its records, and how far they are
/// committed and delivered.
public final class ShardLog {
  private final int shard;
  private final LogWriter writer;
  private final LoopFailures failures;
  private final Consumer<JournalEntry> whenCommitted;
  private final String place;

  /// Positions of records that added members whose sessions have not joined the audience yet, each
  /// with the number of conversations that wait for such sessions.
  private final NavigableMap<Long, Integer> undelivered = new TreeMap<>();

  private long epoch;
  private long lastIndex;
  private long committedIndex;

  /// Creates the log without an epoch.
  ///
  /// @param whenCommitted is called with each entry that is committed
  public ShardLog(
      int shard, LogWriter writer, LoopFailures failures, Consumer<JournalEntry> whenCommitted) {
    this.shard = shard;
    this.writer = writer;
    this.failures = failures;
    this.whenCommitted = whenCommitted;
    this.place = "shard " + shard;
  }

  /// Continues after this position.
  public void resumeAt(long newEpoch, long index) {
    epoch = newEpoch;
    lastIndex = index;
    committedIndex = index;
  }

  public int shard() {
    return shard;
  }

  public long epoch() {
    return epoch;
  }

  /// Of the ownership of the log.
  public long term() {
    return writer.term();
  }

  public boolean isOwned() {
    return writer.isOwned();
  }

  /// Newest position of any record.
  public long lastIndex() {
    return lastIndex;
  }

  /// Newest position that is committed.
  public long committedIndex() {
    return committedIndex;
  }

  /// Everything up to this position was delivered to all sessions that it concerns: a returning
  /// gateway may skip it.
  public long deliveredIndex() {
    return undelivered.isEmpty() ? committedIndex : undelivered.firstKey() - 1;
  }

  /// The record at this position added members: it is delivered once `delivered` has been called as
  /// often as this method.
  public void holdBack(long index) {
    undelivered.merge(index, 1, Integer::sum);
  }

  /// The sessions of the members that the record at this position added have joined.
  public void delivered(long index) {
    undelivered.computeIfPresent(index, (_, open) -> open == 1 ? null : open - 1);
  }

  /// The log was lost: no delivery position is held back any more.
  public void forgetHeldBack() {
    undelivered.clear();
  }

  /// Assigns a record its position and appends it at the end of the turn.
  public void append(JournalRecord record, AppendWaiter waiter) {
    writer.add(
        new Placed(new JournalEntry(shard, epoch, ++lastIndex, writer.term(), record), waiter));
  }

  /// A record that was given its position. A failure of those who wait for it harms nothing else.
  private final class Placed implements PendingAppend {
    private final JournalEntry entry;
    private final AppendWaiter waiter;

    Placed(JournalEntry entry, AppendWaiter waiter) {
      this.entry = entry;
      this.waiter = waiter;
    }

    @Override
    public JournalEntry entry() {
      return entry;
    }

    @Override
    public void committed() {
      committedIndex = entry.index();
      try {
        whenCommitted.accept(entry);
      } catch (Throwable failure) {
        failed(failure);
      }
      try {
        waiter.committed(entry.index());
      } catch (Throwable failure) {
        failed(failure);
      }
    }

    @Override
    public void fenced() {
      guard(waiter::fenced);
    }
  }

  /// Runs `then` if the log is still owned after the call, `otherwise` if not.
  public void barrier(Runnable then, Runnable otherwise) {
    writer.barrier(then, otherwise);
  }

  /// Runs a task so that its failure affects nothing else.
  ///
  /// @return whether it did not fail
  public boolean guard(Runnable task) {
    return failures.guard(place, task);
  }

  /// Counts and logs a failure that was caught.
  public void failed(Throwable failure) {
    failures.failed(place, failure);
  }
}
