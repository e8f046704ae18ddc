package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// One token bucket for each key, at most a bounded number: the ones longest unused are forgotten,
/// and a forgotten one is full.
public final class TokenBuckets {
  private static final int MOST_KEYS = 100_000;
  private static final int MOST_IN_STRIPE = MOST_KEYS / 16;

  private final Rate rate;
  private final LongSupplier nanoClock;
  private final Stripe[] stripes = new Stripe[16];

  /// @param nanoClock as [System#nanoTime]
  public TokenBuckets(Rate rate, LongSupplier nanoClock) {
    this.rate = rate;
    this.nanoClock = nanoClock;
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
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
    if (rate.isOff()) {
      return;
    }
    Duration wait = stripes[(key.hashCode() * 0x9E3779B9) >>> 28].take(key);
    if (wait.isPositive()) {
      throw Refusal.of(ErrorCode.RATE_LIMIT, refused).after(wait);
    }
  }

  /// Whether there is a token; takes none.
  public boolean has(Object key) {
    return rate.isOff() || !stripes[(key.hashCode() * 0x9E3779B9) >>> 28].missing(key).isPositive();
  }

  /// When a bucket was or will be full, which says all about it.
  private static final class Bucket {
    private long fullAtNanos;
  }

  /// Keys with the same leading bits of their hash share a lock, which guards the buckets.
  private final class Stripe {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Bucket> buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Bucket> eldest) {
            return size() > MOST_IN_STRIPE;
          }
        };

    private Duration missing(Object key) {
      long now = nanoClock.getAsLong();
      long perToken = rate.period().toNanos() / rate.tokens();
      lock.lock();
      try {
        Bucket bucket = buckets.get(key);
        long debt = bucket == null ? 0 : Math.max(bucket.fullAtNanos - now, 0);
        return Duration.ofNanos(debt + perToken - perToken * rate.burst());
      } finally {
        lock.unlock();
      }
    }

    private Duration take(Object key) {
      long now = nanoClock.getAsLong();
      long perToken = rate.period().toNanos() / rate.tokens();
      lock.lock();
      try {
        Bucket bucket = buckets.computeIfAbsent(key, _ -> fullBucket(now));
        long after = Math.max(bucket.fullAtNanos - now, 0) + perToken;
        long over = after - perToken * rate.burst();
        if (over > 0) {
          return Duration.ofNanos(over);
        }
        bucket.fullAtNanos = now + after;
        return Duration.ZERO;
      } finally {
        lock.unlock();
      }
    }

    private static Bucket fullBucket(long now) {
      Bucket bucket = new Bucket();
      bucket.fullAtNanos = now;
      return bucket;
    }
  }
}
