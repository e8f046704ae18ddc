package io.realtimegateway.edge.rate;

/// A token bucket of one thread.
public final class TokenBucket {
  private long fullAtNanos;

  /// A full bucket.
  public TokenBucket(long nowNanos) {
    fullAtNanos = nowNanos;
  }

  /// Takes a token if there is one.
  public boolean take(Rate rate, long nowNanos) {
    if (waitNanos(rate, nowNanos) > 0) {
      return false;
    }
    fullAtNanos = rate.fullAtNanos(fullAtNanos, nowNanos, 1);
    return true;
  }

  /// How long until there is a token; 0 if there is one.
  public long waitNanos(Rate rate, long nowNanos) {
    return rate.waitNanos(fullAtNanos, nowNanos);
  }
}
