package io.realtimegateway.gateway.engine;

import io.realtimegateway.gateway.session.ClientSession;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.Consumer;

/// Closes many sessions, spread over some time, so that their clients do not reconnect all at once.
final class StaggeredCloses {
  private record Group(Queue<ClientSession> left, int perTick, Consumer<ClientSession> close) {}

  private final Duration tick;
  private final Queue<Group> groups = new ArrayDeque<>();

  /// @param tick time between two calls of `tick`
  StaggeredCloses(Duration tick) {
    this.tick = tick;
  }

  /// Closes these sessions within a time, some of them with each tick.
  void begin(Collection<ClientSession> sessions, Duration within, Consumer<ClientSession> close) {
    if (!sessions.isEmpty()) {
      long ticks = Math.max(1, within.toNanos() / tick.toNanos());
      int perTick = (int) Math.ceilDiv(sessions.size(), ticks);
      groups.add(new Group(new ArrayDeque<>(sessions), perTick, close));
    }
  }

  void tick() {
    for (Group group : groups) {
      for (int count = 0; count < group.perTick() && !group.left().isEmpty(); count++) {
        group.close().accept(group.left().remove());
      }
    }
    groups.removeIf(group -> group.left().isEmpty());
  }
}
