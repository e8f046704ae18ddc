package io.realtimegateway.engine.shard;

import java.util.LinkedHashMap;
import java.util.Map;

/// Who came and who went while a session could not be told: of each user the latest state.
final class OwedPresence {
  private final Map<Long, Boolean> latest = new LinkedHashMap<>();

  void owe(long userID, boolean isOnline) {
    latest.put(userID, isOnline);
  }

  /// Of a user of whom something is owed already.
  void correct(long userID, boolean isOnline) {
    latest.replace(userID, isOnline);
  }

  void add(OwedPresence other) {
    latest.putAll(other.latest);
  }

  /// Takes all of it: nothing is owed any more.
  Map<Long, Boolean> take() {
    Map<Long, Boolean> all = Map.copyOf(latest);
    latest.clear();
    return all;
  }

  void clear() {
    latest.clear();
  }
}
