package io.realtimegateway.engine.conversation;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Ids of conversations that were recently not found, so that commands for them need no lookup. Few
/// and short-lived, because a conversation with such an id may be created at any time.
final class UnknownConversations {
  private static final int MOST = 1024;
  private static final long KEPT_NANOS = 1_000_000_000L;

  /// Expiry by id, in nanoseconds; the first to expire first.
  private final LinkedHashMap<Long, Long> until = new LinkedHashMap<>();

  void add(long conversationID, long now) {
    until.putLast(conversationID, now + KEPT_NANOS);
    expire(now);
    if (until.size() > MOST) {
      until.pollFirstEntry();
    }
  }

  boolean contains(long conversationID, long now) {
    Long end = until.get(conversationID);
    return end != null && now - end < 0;
  }

  /// It was created.
  void remove(long conversationID) {
    until.remove(conversationID);
  }

  private void expire(long now) {
    for (Iterator<Map.Entry<Long, Long>> all = until.entrySet().iterator(); all.hasNext(); ) {
      if (now - all.next().getValue() < 0) {
        return;
      }
      all.remove();
    }
  }

  int size() {
    return until.size();
  }
}
