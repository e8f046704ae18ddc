package io.realtimegateway.store.logins;

import java.time.Instant;
import java.util.List;

/// The revocations since an earlier read.
///
/// @param upTo `since` of the next read
public record RecentRevocations(Instant upTo, List<Revocation> revocations) {
  public RecentRevocations {
    revocations = List.copyOf(revocations);
  }
}
