package io.realtimegateway.engine.session;

import java.util.Arrays;

/// A small set of user ids, eight bytes each: an ascending array.
final class NotifiedPeers {
  private static final long[] NONE = {};

  private long[] ids = NONE;
  private int size;

  /// Adds a user.
  ///
  /// @return false if the user was already in it
  boolean add(long userID) {
    int found = Arrays.binarySearch(ids, 0, size, userID);
    if (found >= 0) {
      return false;
    }
    int at = -found - 1;
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size + (size >> 1) + 4);
    }
    System.arraycopy(ids, at, ids, at + 1, size - at);
    ids[at] = userID;
    size++;
    return true;
  }

  void remove(long userID) {
    int at = Arrays.binarySearch(ids, 0, size, userID);
    if (at >= 0) {
      size--;
      System.arraycopy(ids, at + 1, ids, at, size - at);
    }
  }

  void clear() {
    ids = NONE;
    size = 0;
  }
}
