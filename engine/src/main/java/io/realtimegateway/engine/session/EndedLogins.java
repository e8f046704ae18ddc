package io.realtimegateway.engine.session;

import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Logins of one shard's users that were ended before their time.
final class EndedLogins {
  private final Map<Long, List<LoginsRevoked>> byUser = new HashMap<>();

  /// Adds a revocation.
  ///
  /// @return false if it was known
  boolean add(LoginsRevoked revoked) {
    List<LoginsRevoked> known = byUser.computeIfAbsent(revoked.userID(), _ -> new ArrayList<>());
    if (known.contains(revoked)) {
      return false;
    }
    known.add(revoked);
    return true;
  }

  /// Whether a login, issued at `issuedAt` (epoch milliseconds), is no longer valid.
  boolean covers(long userID, String loginID, long issuedAt) {
    for (LoginsRevoked revoked : byUser.getOrDefault(userID, List.of())) {
      if (covers(revoked, loginID, issuedAt)) {
        return true;
      }
    }
    return false;
  }

  static boolean covers(LoginsRevoked revoked, String loginID, long issuedAt) {
    return revoked.loginID() == null
        ? issuedAt < revoked.issuedBefore()
        : revoked.loginID().equals(loginID);
  }

  /// Drops expired revocations.
  void purge(long nowMillis) {
    byUser
        .values()
        .removeIf(
            known -> {
              known.removeIf(revoked -> revoked.keptUntil() <= nowMillis);
              return known.isEmpty();
            });
  }
}
