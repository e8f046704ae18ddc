package io.realtimegateway.engine.session;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The users of one shard in memory: those with sessions, those to whom conversations in memory
/// subscribe, and those who are online.
final class UserTable {
  private final Map<Long, LiveUser> users = new HashMap<>();

  @Nullable LiveUser find(long id) {
    return users.get(id);
  }

  /// The user, created if it is not in memory.
  LiveUser of(long id) {
    return users.computeIfAbsent(id, LiveUser::new);
  }

  /// A session of a user of this shard, or null.
  @Nullable UserSession session(SessionAddress address) {
    LiveUser user = users.get(address.userID());
    return user == null ? null : user.sessions.get(address);
  }

  Collection<LiveUser> all() {
    return users.values();
  }

  void evictIfUnused(LiveUser user) {
    if (user.isUnused()) {
      users.remove(user.id);
    }
  }
}
