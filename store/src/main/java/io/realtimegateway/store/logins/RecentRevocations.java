package io.realtimegateway.store.logins;

import java.time.Instant;
import java.util.List;

/// What was revoked since an earlier reading.
///
/// @param upTo give this to the next reading
public record RecentRevocations(Instant upTo, List<Revocation> revocations) {
  public RecentRevocations {
    revocations = List.copyOf(revocations);
  }
}
