package io.realtimegateway.e2e.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Polls for changes in other processes, which send no notification.
public final class Patience {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(100);

  private Patience() {}

  /// Waits until it is so.
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      during(GLANCE);
    }
  }

  /// Lets time pass that is part of what is tested: load, or an outage.
  public static void during(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
