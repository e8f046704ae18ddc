package io.realtimegateway.webhooks;

import io.realtimegateway.model.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// When to try again: at once, or after a back-off that grows while attempts fail. Guarded by its
/// owner.
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

  /// Try again later although the receiver has not failed: this server cannot deliver now.
  void later(long nowNanos, Duration pause) {
    notBeforeNanos = nowNanos + pause.toNanos();
  }

  /// The receiver responds again: end the back-off.
  void now(long nowNanos) {
    notBeforeNanos = nowNanos;
  }

  /// Resets the back-off, and returns whether the previous attempt had failed.
  boolean succeeded() {
    boolean hadFailed = isFailing;
    isFailing = false;
    backoff.reset();
    return hadFailed;
  }
}
