package io.realtimegateway.gateway.timing;

import java.util.LinkedHashMap;
import java.util.Map;

/// One rate for each user, shared by all sessions of the user in this process, also by one that
/// follows another. At most that many users are remembered; the bucket that was asked for longest
/// ago is forgotten first, and its sessions keep it to their end.
public final class UserRates {
  private final Rate rate;
  private final Map<Long, SharedBucket> buckets;

  public UserRates(Rate rate, int mostUsers) {
    this.rate = rate;
    this.buckets =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, SharedBucket> eldest) {
            return size() > mostUsers;
          }
        };
  }

  /// The bucket of a user, for a new session.
  public synchronized SharedBucket of(long userID, long nowNanos) {
    return buckets.computeIfAbsent(userID, _ -> new SharedBucket(rate, nowNanos));
  }
}
