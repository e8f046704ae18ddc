package io.realtimegateway.edge.rate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One bucket for each key, such as a client address or a user. Their number is bounded: the least
/// recently used one is evicted, and its key starts with a full bucket again. Thread-safe.
///
/// @param <K> with `equals` and `hashCode`
public final class KeyedBuckets<K> {
  private final Rate rate;

  /// Guarded by itself.
  private final Map<K, SharedBucket> buckets;

  public KeyedBuckets(Rate rate, int mostKeys) {
    this.rate = rate;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, SharedBucket> eldest) {
            return size() > mostKeys;
          }
        };
  }

  /// The bucket of a key. A caller that holds it may use it after its eviction.
  public SharedBucket of(K key, long nowNanos) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(key, _ -> new SharedBucket(rate, nowNanos));
    }
  }

  /// Takes a token if there is one.
  ///
  /// @return 0 if it was taken, else nanoseconds until there is one
  public long take(K key, long nowNanos) {
    return rate.isOff() ? 0 : of(key, nowNanos).take(nowNanos);
  }

  /// Whether there is a token; takes none.
  public boolean has(K key, long nowNanos) {
    @Nullable SharedBucket bucket;
    synchronized (buckets) {
      bucket = buckets.get(key);
    }
    return bucket == null || bucket.waitNanos(nowNanos) == 0;
  }
}
