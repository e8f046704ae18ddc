package io.realtimegateway.engine.shard;

import io.realtimegateway.journal.record.JournalEntry;

/// An entry on its way into the journal, and who waits for it.
record Pending(JournalEntry entry, Waiter waiter) {
  /// Told once, on the event loop, in the order of the entries.
  interface Waiter {
    void committed(JournalEntry entry);

    /// It is not known whether the entry was written; nobody may assume so.
    void fenced();

    /// Nobody waits.
    Waiter NOBODY =
        new Waiter() {
          @Override
          public void committed(JournalEntry entry) {}

          @Override
          public void fenced() {}
        };
  }
}
