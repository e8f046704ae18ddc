package io.realtimegateway.engine;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import java.util.List;

/// Whether a local store and a database are of one history.
public final class SameHistory {
  private SameHistory() {}

  /// The record that PostgreSQL has last of a shard must be one of the journal, where it still has
  /// it and can read it: a damaged record says nothing, and stops no other shard. Blocks. Asked
  /// before the archive is claimed, so that an engine with a store that does not fit ends without
  /// fencing the one that runs.
  ///
  /// @throws ForeignStoreException where it is another one's
  public static void require(Journal journal, List<ArchivedPosition> archived) {
    for (ArchivedPosition position : archived) {
      if (position.index() > 0 && isOther(journal, position)) {
        throw new ForeignStoreException(position.shard(), position.index());
      }
    }
  }

  private static boolean isOther(Journal journal, ArchivedPosition position) {
    try {
      List<JournalEntry> found = journal.read(position.shard(), position.index(), 1, 1);
      return !found.isEmpty() && found.getFirst().epoch() != position.epoch();
    } catch (TruncatedException | DamagedException _) {
      return false;
    }
  }
}
