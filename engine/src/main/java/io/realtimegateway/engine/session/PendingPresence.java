package io.realtimegateway.engine.session;

import java.util.LinkedHashMap;
import java.util.Map;

/// Presence changes that could not be sent to a session yet: the latest state of each user.
final class PendingPresence {
  private final Map<Long, Boolean> latest = new LinkedHashMap<>();

  void put(long userID, boolean isOnline) {
    latest.put(userID, isOnline);
  }

  /// Updates a user with a pending change.
  void correct(long userID, boolean isOnline) {
    latest.replace(userID, isOnline);
  }

  void add(PendingPresence other) {
    latest.putAll(other.latest);
  }

  /// Takes all pending changes.
  Map<Long, Boolean> take() {
    Map<Long, Boolean> all = Map.copyOf(latest);
    latest.clear();
    return all;
  }

  void clear() {
    latest.clear();
  }
}
