package io.realtimegateway.engine.session;

import java.util.LinkedHashMap;
import java.util.Map;

/// Presence changes that a session could not be sent yet: of each user the latest state.
final class PendingPresence {
  private final Map<Long, Boolean> latest = new LinkedHashMap<>();

  void put(long userID, boolean isOnline) {
    latest.put(userID, isOnline);
  }

  /// Of a user of whom a change is pending already.
  void correct(long userID, boolean isOnline) {
    latest.replace(userID, isOnline);
  }

  void add(PendingPresence other) {
    latest.putAll(other.latest);
  }

  /// Takes all of it: nothing is pending any more.
  Map<Long, Boolean> take() {
    Map<Long, Boolean> all = Map.copyOf(latest);
    latest.clear();
    return all;
  }

  void clear() {
    latest.clear();
  }
}
