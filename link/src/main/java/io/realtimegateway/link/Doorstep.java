package io.realtimegateway.link;

import java.util.HashSet;
import java.util.Set;

/// Connections whose other end has proven nothing yet: few, small and not for long. Used on the
/// accepting loop only.
final class Doorstep {
  private final Heartbeat heartbeat;
  private final int most;
  private final Set<Connection> waiting = new HashSet<>();

  Doorstep(Heartbeat heartbeat, int most) {
    this.heartbeat = heartbeat;
    this.most = most;
  }

  boolean isFull() {
    return waiting.size() >= most;
  }

  void enter(Connection link) {
    waiting.add(link);
    heartbeat.add(link);
  }

  /// It has proven itself, or is gone.
  void leave(Connection link) {
    waiting.remove(link);
    heartbeat.remove(link);
  }
}
