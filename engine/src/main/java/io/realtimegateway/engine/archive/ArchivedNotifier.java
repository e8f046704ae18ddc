package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import java.util.List;

/// Notifies the engine and the journal of what PostgreSQL has.
///
/// @param events first, so that reads that wait go on even if the journal cannot note it now
record ArchivedNotifier(ArchiverEvents events, Journal journal) {
  void archived(List<Journal.Archived> shards) {
    events.archived(shards);
    journal.archived(shards);
  }
}
