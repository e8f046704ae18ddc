package io.realtimegateway.engine.loop;

import io.realtimegateway.model.record.JournalEntry;

/// An entry on its way into the journal. Exactly one of `committed` and `fenced` is called, once,
/// on the event loop, in the order of the entries. Neither throws.
interface PendingAppend {
  JournalEntry entry();

  /// The entry is in the journal.
  void committed();

  /// The log was lost: the entry may or may not be in the journal.
  void fenced();
}
