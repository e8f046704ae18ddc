package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.AppendWaiter;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The online users of one shard: from the first attached session until a grace period after the
/// end of the last one.
final class OnlineState {
  private final ShardPort shard;
  private final SessionServices services;
  private final UserTable users;
  private final Set<LiveUser> leaving = new LinkedHashSet<>();
  private final OnlineChanges changes = new OnlineChanges();

  OnlineState(ShardPort shard, SessionServices services, UserTable users) {
    this.shard = shard;
    this.services = services;
    this.users = users;
  }

  boolean isOnline(long userID) {
    LiveUser user = users.find(userID);
    return user != null && user.isOnline;
  }

  /// The user was online when the engine ended.
  ///
  /// @param end time at which the user goes offline if no session returns, in nanoseconds
  void restore(LiveUser user, long end) {
    if (user.sessions.isEmpty() && !user.isOnline) {
      user.isOnline = true;
      user.offlineAt = end;
      leaving.add(user);
    }
  }

  /// One of the user's sessions is attached.
  void attached(LiveUser user) {
    user.announcedOnlineEarly = false;
    if (!user.isOnline) {
      user.isOnline = true;
      changed(user.id, true);
    }
  }

  /// The user has a session again, so the end of the earlier ones is not announced.
  void stay(LiveUser user) {
    leaving.remove(user);
  }

  /// A session of the user has ended.
  void left(LiveUser user) {
    if (!user.sessions.isEmpty()) {
      return;
    }
    if (user.isOnline) {
      user.offlineAt = shard.now() + services.settings().presence().grace().toNanos();
      leaving.add(user);
      return;
    }
    if (user.announcedOnlineEarly) {
      user.announcedOnlineEarly = false;
      services.presence().changed(user.id, false);
    }
    users.evictIfUnused(user);
  }

  void tick(long now) {
    if (!leaving.isEmpty()) {
      for (LiveUser user : List.copyOf(leaving)) {
        if (!user.sessions.isEmpty()) {
          leaving.remove(user);
        } else if (now - user.offlineAt >= 0) {
          leaving.remove(user);
          goOffline(user);
        }
      }
    }
    write();
  }

  private void goOffline(LiveUser user) {
    user.isOnline = false;
    changed(user.id, false);
    users.evictIfUnused(user);
  }

  private void changed(long userID, boolean isOnline) {
    changes.add(userID, isOnline);
    services.presence().changed(userID, isOnline);
  }

  private void write() {
    OnlineChanged record = shard.log().isOwned() ? changes.take() : null;
    if (record != null) {
      shard.append(
          record,
          new AppendWaiter() {
            @Override
            public void committed(long index) {}

            @Override
            public void fenced() {
              changes.again(record, OnlineState.this::isOnline);
            }
          });
    }
  }
}
