package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import java.util.List;

/// Notifies the engine and the journal of archived positions.
///
/// @param events notified first, so that waiting reads continue even if the journal cannot store
///   the positions now
record ArchivedNotifier(ArchiverEvents events, Journal journal) {
  void archived(List<Journal.Archived> shards) {
    events.archived(shards);
    journal.archived(shards);
  }
}
