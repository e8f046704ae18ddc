package io.realtimegateway.edge.rate;

import java.util.concurrent.atomic.AtomicLong;

/// A token bucket that several threads take from, such as that of all sessions of a user.
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
    while (true) {
      long fullAt = fullAtNanos.get();
      long wait = rate.waitNanos(fullAt, nowNanos);
      if (wait > 0) {
        return wait;
      }
      if (fullAtNanos.compareAndSet(fullAt, rate.fullAtNanos(fullAt, nowNanos, 1))) {
        return 0;
      }
    }
  }

  /// Takes tokens even if there are not enough: the next `take` has to wait until the missing ones
  /// are back.
  ///
  /// @param count 0 or more
  public void charge(int count, long nowNanos) {
    fullAtNanos.updateAndGet(fullAt -> rate.fullAtNanos(fullAt, nowNanos, count));
  }

  /// How long until there is a token; 0 if there is one.
  long waitNanos(long nowNanos) {
    return rate.waitNanos(fullAtNanos.get(), nowNanos);
  }
}
