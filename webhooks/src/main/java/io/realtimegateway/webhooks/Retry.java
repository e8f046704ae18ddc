package io.realtimegateway.webhooks;

import io.realtimegateway.model.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// When to try again: at once, or after pauses that grow while attempts fail. Guarded by its owner.
final class Retry {
  private final Backoff backoff;

  private boolean isFailing;
  private long notBeforeNanos;

  Retry(Duration first, Duration longest, RandomGenerator random, long nowNanos) {
    this.backoff = new Backoff(first, longest, Backoff.Jitter.FIFTH_MORE, random);
    this.notBeforeNanos = nowNanos;
  }

  boolean isDue(long nowNanos) {
    return nowNanos - notBeforeNanos >= 0;
  }

  boolean isFailing() {
    return isFailing;
  }

  long waitNanos(long nowNanos) {
    return Math.max(0, notBeforeNanos - nowNanos);
  }

  void failed(long nowNanos) {
    notBeforeNanos = nowNanos + backoff.nextNanos();
    isFailing = true;
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
    boolean hadFailed = isFailing;
    isFailing = false;
    backoff.reset();
    return hadFailed;
  }
}
