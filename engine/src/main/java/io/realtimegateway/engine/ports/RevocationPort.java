package io.realtimegateway.engine.ports;

import io.realtimegateway.store.logins.RecentRevocations;
import java.time.Instant;

/// Logins that were ended.
public interface RevocationPort {
  /// What was revoked since an earlier reading.
  ///
  /// @param since `upTo` of the last reading, or `Instant.EPOCH`
  RecentRevocations revokedSince(Instant since);
}
