package io.realtimegateway.engine;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import java.util.List;

/// Checks that a local store and a database have the same history.
public final class SameHistory {
  private SameHistory() {}

  /// The last record of a shard in PostgreSQL must be the same in the journal, if the journal still
  /// has it and can read it: a damaged record proves nothing, and does not stop other shards.
  /// Blocks. Called before the archive is claimed, so that an engine with a store that does not fit
  /// ends without fencing the running one.
  ///
  /// @throws ForeignStoreException if it is a record of another journal
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
