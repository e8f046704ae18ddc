package io.realtimegateway.engine.history;

import io.realtimegateway.protocol.packet.Answer.Change;
import java.util.List;

/// A page of changes.
///
/// @param reach how far it reaches: it contains everything whose last change is at or before this
///   seq
/// @param newest the newest event that the read saw: an object whose last change is beyond `reach`
///   is left for a later page
public record ChangesPage(List<Change> items, long reach, long newest) {
  public ChangesPage {
    items = List.copyOf(items);
  }
}
