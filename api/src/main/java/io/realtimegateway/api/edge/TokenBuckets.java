package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.edge.rate.KeyedBuckets;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.ErrorCode;
import java.time.Duration;
import java.util.function.LongSupplier;

/// One token bucket for each key, at most a bounded number. What has no token is refused.
public final class TokenBuckets {
  private static final int MOST_KEYS = 100_000;

  private final KeyedBuckets<Object> buckets;
  private final LongSupplier nanoClock;

  /// @param nanoClock as [System#nanoTime]
  public TokenBuckets(Rate rate, LongSupplier nanoClock) {
    this.buckets = new KeyedBuckets<>(rate, MOST_KEYS);
    this.nanoClock = nanoClock;
  }

  /// Takes a token.
  ///
  /// @throws Refusal `RateLimit` with the time until there is one again
  public void take(Object key) {
    take(key, "Too many requests. Wait a little.");
  }

  /// Takes a token.
  ///
  /// @param refused what happened and what to do
  /// @throws Refusal `RateLimit` with the time until there is one again
  public void take(Object key, String refused) {
    long wait = buckets.take(key, nanoClock.getAsLong());
    if (wait > 0) {
      throw Refusal.of(ErrorCode.RATE_LIMIT, refused).after(Duration.ofNanos(wait));
    }
  }

  /// Whether there is a token; takes none.
  public boolean has(Object key) {
    return buckets.has(key, nanoClock.getAsLong());
  }
}
