package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.loop.AppendWaiter;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.record.JournalRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes the read markers of one shard to the journal: one record for all that moved, at most one
/// a second, and one more when a read of the database asks for it. The session that moved a marker
/// waits for its record.
final class MarkerWriter {
  private static final long EVERY_NANOS = 1_000_000_000L;

  private final ShardPort shard;
  private final Deque<Batch> appended = new ArrayDeque<>();
  private Batch gathered = new Batch();
  private long writtenAt;

  /// Exactly one of the two is called, on the event loop.
  interface Waiter {
    /// The marker is in the journal.
    void committed();

    /// The log was fenced: whether the marker is in the journal is unknown.
    void unknown();
  }

  private record MarkerKey(long conversationID, long userID) {}

  /// The newest marker of a member in one record.
  ///
  /// @param announce run after the commit, once all waiters have been answered
  private record Moved(long seq, Runnable announce) {}

  /// Creates a writer with nothing to write.
  MarkerWriter(ShardPort shard) {
    this.shard = shard;
    this.writtenAt = shard.now() - EVERY_NANOS;
  }

  /// The markers of one record, and its waiters.
  private final class Batch implements AppendWaiter {
    private final Map<MarkerKey, Moved> markers = new LinkedHashMap<>();
    private final List<Waiter> waiters = new ArrayList<>();

    @Override
    public void committed(long index) {
      appended.remove(this);
      waiters.forEach(waiter -> shard.guard(waiter::committed));
      markers.values().forEach(moved -> shard.guard(moved.announce));
    }

    @Override
    public void fenced() {
      appended.remove(this);
      waiters.forEach(waiter -> shard.guard(waiter::unknown));
    }

    JournalRecord.ReadMarkersMoved record() {
      List<JournalRecord.ReadMarker> all = new ArrayList<>(markers.size());
      markers.forEach(
          (key, moved) ->
              all.add(
                  new JournalRecord.ReadMarker(key.conversationID(), key.userID(), moved.seq())));
      return new JournalRecord.ReadMarkersMoved(all);
    }
  }

  /// A marker moved forward in memory.
  ///
  /// @param announce notifies other sessions; run for the newest marker of a member in a record
  ///   only
  void moved(long conversationID, long userID, long seq, Waiter waiter, Runnable announce) {
    gathered.markers.merge(
        new MarkerKey(conversationID, userID),
        new Moved(seq, announce),
        (before, now) -> now.seq() > before.seq() ? now : before);
    gathered.waiters.add(waiter);
  }

  /// Calls the waiter once the marker that a member has in memory is in the journal: at once if it
  /// is there already.
  void await(long conversationID, long userID, Waiter waiter) {
    MarkerKey key = new MarkerKey(conversationID, userID);
    if (gathered.markers.containsKey(key)) {
      gathered.waiters.add(waiter);
      return;
    }
    for (Iterator<Batch> newestFirst = appended.descendingIterator(); newestFirst.hasNext(); ) {
      Batch batch = newestFirst.next();
      if (batch.markers.containsKey(key)) {
        batch.waiters.add(waiter);
        return;
      }
    }
    waiter.committed();
  }

  /// Writes all moved markers.
  void write() {
    if (gathered.markers.isEmpty()) {
      return;
    }
    writtenAt = shard.now();
    Batch batch = gathered;
    gathered = new Batch();
    appended.add(batch);
    shard.append(batch.record(), batch);
  }

  void tick(long now) {
    if (now - writtenAt >= EVERY_NANOS) {
      write();
    }
  }

  /// The log was fenced: markers that are not appended yet never will be.
  void forget() {
    Batch lost = gathered;
    gathered = new Batch();
    lost.fenced();
  }
}
