package io.realtimegateway.engine.session;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A user at its shard: the sessions, oldest first, and the conversations in memory that subscribed
/// to them.
final class LiveUser {
  final long id;
  final Map<SessionAddress, UserSession> sessions = new LinkedHashMap<>();
  final Set<Long> conversations = new HashSet<>();

  /// Presence changes for sessions that return after a start of the engine.
  final PendingPresence pending = new PendingPresence();

  /// Conversations from which the user was removed before these sessions returned.
  final Set<Long> removedFrom = new HashSet<>();

  /// Whether the user counts as online for others.
  boolean isOnline;

  /// Whether a conversation received sessions of which none is attached yet, so that its members
  /// may have been notified early that the user is online.
  boolean announcedOnlineEarly;

  /// Without sessions the user goes offline at this time (nanoseconds).
  long offlineAt;

  LiveUser(long id) {
    this.id = id;
  }

  /// Discards the state kept for sessions from before the restart.
  void stopWaiting() {
    pending.clear();
    removedFrom.clear();
  }

  boolean isUnused() {
    return sessions.isEmpty() && conversations.isEmpty() && !isOnline;
  }
}
