package io.realtimegateway.gateway.timing;

/// A token bucket as one number (generic cell rate algorithm): the time at which the bucket is full
/// again.
public final class TokenBucket {
  private long fullAtNanos;

  /// A full bucket.
  public TokenBucket(long nowNanos) {
    fullAtNanos = nowNanos;
  }

  /// Takes a token, where there is one.
  public boolean take(Rate rate, long nowNanos) {
    if (waitNanos(rate, nowNanos) > 0) {
      return false;
    }
    long from = fullAtNanos - nowNanos < 0 ? nowNanos : fullAtNanos;
    fullAtNanos = from + rate.intervalNanos();
    return true;
  }

  /// How long until there is a token; 0 where there is one.
  public long waitNanos(Rate rate, long nowNanos) {
    long allowed = (rate.burst() - 1L) * rate.intervalNanos();
    return Math.max(0, fullAtNanos - nowNanos - allowed);
  }

  /// Whether the bucket is full, as a new one is.
  public boolean isFull(long nowNanos) {
    return fullAtNanos - nowNanos <= 0;
  }
}
