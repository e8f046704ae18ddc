package io.realtimegateway.engine.webhooks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When to try again: pauses that double, each longer at random by up to a fifth, so that many do
/// not come at once. Guarded by whoever has it.
final class Retry {
  private static final int JITTER = 5;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;

  private int failures;
  private long notBeforeNanos;

  Retry(Duration first, Duration longest, RandomGenerator random, long nowNanos) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.notBeforeNanos = nowNanos;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - notBeforeNanos >= 0;
  }

  boolean isFailing() {
    return failures > 0;
  }

  long waitNanos(long nowNanos) {
    return Math.max(0, notBeforeNanos - nowNanos);
  }

  void failed(long nowNanos) {
    notBeforeNanos = nowNanos + pause().toNanos();
    failures++;
  }

  private Duration pause() {
    Duration full = first;
    for (int i = 0; i < failures && full.compareTo(longest) < 0; i++) {
      full = full.multipliedBy(2);
    }
    Duration jitter = Duration.ofNanos(random.nextLong(full.toNanos() / JITTER + 1));
    Duration pause = full.plus(jitter);
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  /// Nothing is wrong with the receiver, but it cannot be told now.
  void later(long nowNanos, Duration pause) {
    notBeforeNanos = nowNanos + pause.toNanos();
  }

  /// The receiver answers again: there is no reason to wait.
  void now(long nowNanos) {
    notBeforeNanos = nowNanos;
  }

  /// Begins anew, and returns whether it had failed before.
  boolean succeeded() {
    boolean hadFailed = failures > 0;
    failures = 0;
    return hadFailed;
  }
}
