package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A user at its shard: the sessions, oldest first, and the conversations in memory that want to
/// know of them.
final class LiveUser {
  final long id;
  final Map<SessionAddress, UserSession> sessions = new LinkedHashMap<>();
  final Set<Long> conversations = new HashSet<>();

  /// What sessions that return after a start of the engine are to be told of peers.
  final OwedPresence owed = new OwedPresence();

  /// Conversations from which the user was removed before those sessions returned.
  final Set<Long> removedFrom = new HashSet<>();

  /// Whether others were told that the user is online.
  boolean isOnline;

  /// Whether a conversation was given sessions of which none is attached yet, so that it may have
  /// told its members that the user is online.
  boolean mayPassForOnline;

  /// Without sessions the user goes offline at this time (nanoseconds).
  long offlineAt;

  LiveUser(long id) {
    this.id = id;
  }

  /// What was kept for sessions of before a start of the engine is needed no more.
  void nobodyReturns() {
    owed.clear();
    removedFrom.clear();
  }

  boolean isForgettable() {
    return sessions.isEmpty() && conversations.isEmpty() && !isOnline;
  }
}
