package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import io.realtimegateway.model.record.JournalEntry;
import java.util.List;

/// Consecutive entries of one shard, from the first one that is not archived. They are archived in
/// one transaction.
///
/// @param entries not empty
/// @param readAt epoch milliseconds: what is committed after these entries was committed later
record Stretch(ArchiveProgress shard, List<JournalEntry> entries, long readAt) {
  JournalEntry last() {
    return entries.getLast();
  }

  /// About how many bytes of memory its entries take.
  long weight() {
    return entries.stream().mapToLong(EntryWeight::of).sum();
  }

  /// Where its shard stands once it is archived.
  Journal.Archived end() {
    JournalEntry last = last();
    return new Journal.Archived(last.shard(), last.epoch(), last.index());
  }
}
