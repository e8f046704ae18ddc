package io.realtimegateway.api.edge;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Bounds the list requests of a user that are under way: one list may cost the database as much as
/// a hundred other requests. Safe for threads.
public final class ListRequests {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock; holds users of whom one is under way.
  private final Map<Long, Integer> running = new HashMap<>();

  /// @param most list requests of a user at once, 1 or more
  public ListRequests(int most) {
    this.most = most;
  }

  /// Begins one, if there may be one more. Each that has begun must end.
  boolean begin(long userID) {
    lock.lock();
    try {
      int before = running.getOrDefault(userID, 0);
      if (before >= most) {
        return false;
      }
      running.put(userID, before + 1);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Ends one that has begun.
  void end(long userID) {
    lock.lock();
    try {
      running.computeIfPresent(userID, (_, before) -> before == 1 ? null : before - 1);
    } finally {
      lock.unlock();
    }
  }
}
