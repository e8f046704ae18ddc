package io.realtimegateway.e2e.harness;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/// A point in time until which a test waits for something.
record Deadline(long nanos) {

  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /// Waits for a signal; false where the deadline has passed. The caller holds the lock.
  @SuppressWarnings("WaitNotInLoop") // The loop is the caller's, around its own condition.
  boolean await(Condition condition) {
    try {
      long left = nanos - System.nanoTime();
      return left > 0 && condition.awaitNanos(left) > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
