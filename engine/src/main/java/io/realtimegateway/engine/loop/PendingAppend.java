package io.realtimegateway.engine.loop;

import io.realtimegateway.model.record.JournalEntry;

/// An entry on its way into the journal, and who waits for it.
record PendingAppend(JournalEntry entry, AppendWaiter waiter) {}
