package io.realtimegateway.engine.archive;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: doubling, each shortened at random by up to a half, so that several do
/// not come at once.
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;

  private Duration next;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.next = first;
  }

  Duration next() {
    Duration full = next;
    Duration doubled = full.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return Duration.ofNanos(random.nextLong(full.toNanos() / 2, full.toNanos() + 1));
  }

  void reset() {
    next = first;
  }
}
