package io.realtimegateway.gateway.timing;

import java.util.concurrent.atomic.AtomicLong;

/// A token bucket that several threads take from: all sessions of a user have one.
public final class SharedBucket {
  private final Rate rate;
  private final AtomicLong fullAtNanos;

  /// A full bucket.
  SharedBucket(Rate rate, long nowNanos) {
    this.rate = rate;
    this.fullAtNanos = new AtomicLong(nowNanos);
  }

  /// Takes a token if there is one.
  ///
  /// @return 0 if it was taken, else nanoseconds until there is one
  public long take(long nowNanos) {
    if (rate.isUnlimited()) {
      return 0;
    }
    long allowed = (rate.burst() - 1L) * rate.intervalNanos();
    while (true) {
      long fullAt = fullAtNanos.get();
      long wait = fullAt - nowNanos - allowed;
      if (wait > 0) {
        return wait;
      }
      if (fullAtNanos.compareAndSet(fullAt, after(fullAt, nowNanos, 1))) {
        return 0;
      }
    }
  }

  /// Takes tokens whether there are any or not: what is missing has to come back before the next
  /// `take`.
  ///
  /// @param count 0 or more
  public void charge(int count, long nowNanos) {
    if (!rate.isUnlimited()) {
      fullAtNanos.updateAndGet(fullAt -> after(fullAt, nowNanos, count));
    }
  }

  private long after(long fullAt, long nowNanos, int count) {
    long from = fullAt - nowNanos < 0 ? nowNanos : fullAt;
    return from + count * rate.intervalNanos();
  }
}
