package io.realtimegateway.engine.history;

import io.realtimegateway.protocol.packet.Answer.Change;
import java.util.List;

/// A page of changes.
///
/// @param reach how far it reaches: nothing with a last change up to it is missing
/// @param newest the newest event that it knows of: an object whose last change lies beyond `reach`
///   is left out for a later page
public record ChangesPage(List<Change> items, long reach, long newest) {
  public ChangesPage {
    items = List.copyOf(items);
  }
}
