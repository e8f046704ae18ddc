package io.realtimegateway.model;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Message ids of one engine, time-ordered, at most 2^53-1: milliseconds since 2026 (41 bits), node
/// (5), counter (7). If the counter overflows, it borrows from the next millisecond, and ids do not
/// go back when the clock does. Thread-safe.
public final class MessageIds {
  private static final long ORIGIN = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final int NODE_BITS = 5;
  private static final int COUNTER_BITS = 7;

  private final InstantSource clock;
  private final long node;

  /// Milliseconds and counter of the last id, without the node.
  private final AtomicLong last;

  /// Continues above the highest id.
  ///
  /// @param node 0..31, unique among engines that share a database
  /// @param highest highest id that was ever assigned
  public MessageIds(InstantSource clock, int node, long highest) {
    Range.require("node", node, 0, (1 << NODE_BITS) - 1);
    this.clock = clock;
    this.node = node;
    long millis = highest >>> (NODE_BITS + COUNTER_BITS);
    this.last = new AtomicLong(((millis + 1) << COUNTER_BITS) - 1);
  }

  public long next() {
    long now = Math.max(0, clock.millis() - ORIGIN) << COUNTER_BITS;
    long ticket = last.updateAndGet(before -> Math.max(before + 1, now));
    long millis = ticket >>> COUNTER_BITS;
    long counter = ticket & ((1 << COUNTER_BITS) - 1);
    return millis << (NODE_BITS + COUNTER_BITS) | node << COUNTER_BITS | counter;
  }

  /// The lowest id that could have been assigned at a time.
  ///
  /// @param millis epoch milliseconds
  public static long lowestAt(long millis) {
    return Math.max(0, millis - ORIGIN) << (NODE_BITS + COUNTER_BITS);
  }

  /// When an id was given, in epoch milliseconds.
  public static long timeOf(long id) {
    return (id >>> (NODE_BITS + COUNTER_BITS)) + ORIGIN;
  }
}
