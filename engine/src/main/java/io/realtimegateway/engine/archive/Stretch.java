package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import io.realtimegateway.model.record.JournalEntry;
import java.util.List;

/// Consecutive entries of one shard, from the first one that is not archived. They are archived in
/// one transaction.
///
/// @param entries not empty
/// @param readAt epoch milliseconds; entries after these were committed later
record Stretch(ArchiveProgress shard, List<JournalEntry> entries, long readAt) {
  JournalEntry last() {
    return entries.getLast();
  }

  /// Approximate memory of its entries, in bytes.
  long weight() {
    return entries.stream().mapToLong(EntryWeight::of).sum();
  }

  /// The position of its shard once it is archived.
  Journal.Archived end() {
    JournalEntry last = last();
    return new Journal.Archived(last.shard(), last.epoch(), last.index());
  }
}
