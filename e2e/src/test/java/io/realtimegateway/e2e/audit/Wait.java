package io.realtimegateway.e2e.audit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Polls for changes in other processes, which send no notification.
final class Wait {

  private static final Duration GLANCE = Duration.ofMillis(20);

  private Wait() {}

  /// Whether it came true in time.
  static boolean whether(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      during(GLANCE);
    }
    return true;
  }

  static void until(String what, Duration patience, BooleanSupplier condition) {
    if (!whether(patience, condition)) {
      throw new AssertionError("waited in vain for " + what);
    }
  }

  static void during(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
