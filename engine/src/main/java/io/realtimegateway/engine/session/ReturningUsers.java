package io.realtimegateway.engine.session;

import java.util.HashSet;
import java.util.Set;

/// The users of a shard who were online when the engine ended: their sessions may return until the
/// registration window ends, and changes for them are kept until then.
final class ReturningUsers {
  private final Set<LiveUser> users = new HashSet<>();
  private long until;

  /// Creates it with no returning user.
  ReturningUsers(long now) {
    until = now;
  }

  /// From now on users may return, until this time (nanoseconds).
  void begin(long deadline) {
    until = deadline;
  }

  void expect(LiveUser user) {
    users.add(user);
  }

  boolean mayReturn(LiveUser user) {
    return users.contains(user);
  }

  boolean isOver(long now) {
    return now - until >= 0;
  }

  void tick(long now) {
    if (!users.isEmpty() && isOver(now)) {
      users.forEach(LiveUser::stopWaiting);
      users.clear();
    }
  }
}
