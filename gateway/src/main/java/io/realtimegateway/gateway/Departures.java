package io.realtimegateway.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.Consumer;

/// Closes many sessions, spread over some time, so that they do not come back all at once.
final class Departures {
  private record Group(Queue<Session> left, int perTick, Consumer<Session> close) {}

  private final Duration tick;
  private final Queue<Group> groups = new ArrayDeque<>();

  Departures(Duration tick) {
    this.tick = tick;
  }

  /// Closes these within a time, a part of them with each tick.
  void begin(Collection<Session> sessions, Duration within, Consumer<Session> close) {
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
