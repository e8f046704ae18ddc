package io.realtimegateway.link;

import java.util.random.RandomGenerator;

/// Delays before a lost link is opened again: doubling from the least to the most, the upper half
/// of each random, so that those who lost the same engine do not come back at the same moment.
final class Backoff {
  private final long leastNanos;
  private final long mostNanos;
  private final RandomGenerator random;
  private long nextNanos;

  Backoff(LinkSettings settings, RandomGenerator random) {
    leastNanos = settings.reconnectMin().toNanos();
    mostNanos = settings.reconnectMax().toNanos();
    this.random = random;
    nextNanos = leastNanos;
  }

  /// The delay before the next attempt.
  long next() {
    long half = nextNanos / 2;
    nextNanos = Math.min(mostNanos, 2 * nextNanos);
    return half + random.nextLong(half + 1);
  }

  /// The link has lasted: begin anew.
  void reset() {
    nextNanos = leastNanos;
  }
}
