package io.realtimegateway.engine.history;

import io.realtimegateway.protocol.packet.Answer.Change;
import java.util.List;

/// A page of changes.
///
/// @param reach how far it reaches: nothing with a last change up to it is missing
public record ChangesPage(List<Change> items, long reach) {
  public ChangesPage {
    items = List.copyOf(items);
  }
}
