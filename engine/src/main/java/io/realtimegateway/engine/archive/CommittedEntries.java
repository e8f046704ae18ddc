package io.realtimegateway.engine.archive;

import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The entries that reached a worker through its ring, by shard. There may be gaps, if the ring had
/// no room or the commit of an entry never became known: the journal fills them. Used by its worker
/// only.
final class CommittedEntries {
  private final CommittedRing ring;
  private final List<Deque<JournalEntry>> byShard = new ArrayList<>(Shards.COUNT);

  CommittedEntries(CommittedRing ring) {
    this.ring = ring;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      byShard.add(new ArrayDeque<>(0));
    }
  }

  /// Takes everything out of the ring.
  void drain() {
    for (JournalEntry entry = ring.poll(); entry != null; entry = ring.poll()) {
      byShard.get(entry.shard()).addLast(entry);
    }
  }

  /// Drops entries that are already archived.
  void dropUpTo(int shard, long index) {
    Deque<JournalEntry> entries = byShard.get(shard);
    while (!entries.isEmpty() && entries.getFirst().index() <= index) {
      ring.release(entries.removeFirst());
    }
  }

  /// How many entries from this index on are missing before the first one here; a large number if
  /// there are none.
  ///
  /// @param from index after all dropped entries
  long missing(int shard, long from) {
    Deque<JournalEntry> entries = byShard.get(shard);
    return entries.isEmpty() ? Long.MAX_VALUE : entries.getFirst().index() - from;
  }

  /// Removes and returns the entries from this index on, up to the first gap. If they cannot be
  /// written, they are read from the journal the next time.
  ///
  /// @param records most of them
  /// @param bytes approximate limit of the bytes; at least one entry is taken if there is one
  List<JournalEntry> take(int shard, long from, int records, long bytes) {
    Deque<JournalEntry> entries = byShard.get(shard);
    List<JournalEntry> taken = new ArrayList<>(Math.min(records, entries.size()));
    long room = bytes;
    while (taken.size() < records
        && room > 0
        && !entries.isEmpty()
        && entries.getFirst().index() == from + taken.size()) {
      JournalEntry entry = entries.removeFirst();
      ring.release(entry);
      room -= EntryWeight.of(entry);
      taken.add(entry);
    }
    return taken;
  }
}
