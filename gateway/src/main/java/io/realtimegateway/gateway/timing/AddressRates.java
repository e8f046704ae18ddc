package io.realtimegateway.gateway.timing;

import io.realtimegateway.security.web.AddressKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// One rate for each client address (of IPv6 for each /64 network), shared by all loops. At most
/// that many addresses are remembered; those that were quiet longest are forgotten first.
public final class AddressRates {
  private final Rate rate;
  private final Map<String, TokenBucket> buckets;

  public AddressRates(Rate rate, int mostAddresses) {
    this.rate = rate;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > mostAddresses;
          }
        };
  }

  /// Counts one for an address.
  ///
  /// @return empty where it is allowed, else nanoseconds until the next one is
  public synchronized OptionalLong take(String address, long nowNanos) {
    TokenBucket bucket =
        buckets.computeIfAbsent(AddressKey.of(address), _ -> new TokenBucket(nowNanos));
    return bucket.take(rate, nowNanos)
        ? OptionalLong.empty()
        : OptionalLong.of(bucket.waitNanos(rate, nowNanos));
  }
}
