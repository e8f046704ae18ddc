package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.List;

/// The sessions of one shard's users. Only this class makes sessions join and leave audiences.
final class UserSessions {
  private final ShardPort shard;
  private final SessionServices services;
  private final UserTable users;
  private final OnlineState online;
  private final ShardPresence presence;
  private final SessionsByLoop byLoop = new SessionsByLoop();

  UserSessions(
      ShardPort shard,
      SessionServices services,
      UserTable users,
      OnlineState online,
      ShardPresence presence) {
    this.shard = shard;
    this.services = services;
    this.users = users;
    this.online = online;
    this.presence = presence;
  }

  /// The sessions of a gateway loop at this shard.
  List<SessionAddress> at(LoopAddress loop) {
    return byLoop.at(loop);
  }

  /// A session begins, or its `Connect` was repeated.
  void begin(SessionAddress address, SessionPacket.Connect connect) {
    LiveUser user = users.of(address.userID());
    UserSession earlier = user.sessions.get(address);
    if (earlier != null) {
      if (earlier.isAttached()) {
        attach(user, earlier);
      }
      return;
    }
    UserSession session = new UserSession(address, connect.loginID(), connect.loginIssuedAt());
    add(user, session);
    endOldest(user);
    joinAudiences(user, session, false, () -> attach(user, session));
  }

  void add(LiveUser user, UserSession session) {
    user.sessions.put(session.address(), session);
    byLoop.add(session.address());
    online.stay(user);
  }

  private void endOldest(LiveUser user) {
    int most = services.settings().sessionsPerUser();
    while (user.sessions.size() > most) {
      UserSession oldest = user.sessions.values().iterator().next();
      end(user, oldest, CloseCode.TOO_MANY_SESSIONS, "too many sessions of this user");
    }
  }

  /// Makes a session join the audience of each of its user's conversations that is in memory.
  ///
  /// @param then run when it has joined all of them, and this engine still owns the log
  void joinAudiences(LiveUser user, UserSession session, boolean returning, Runnable then) {
    session.await(
        user.conversations.size(),
        () ->
            shard.barrier(
                then,
                () -> {
                  // The loop closes its links now, and the gateway registers the session again.
                }));
    for (long conversation : user.conversations) {
      shard.post(new ShardPacket.JoinAudience(conversation, session.address(), returning));
    }
  }

  /// A session has joined an audience.
  void joined(SessionAddress address) {
    UserSession session = users.session(address);
    if (session != null) {
      session.joined();
    }
  }

  private void attach(LiveUser user, UserSession session) {
    if (user.sessions.get(session.address()) != session) {
      return;
    }
    session.attached();
    PeerLink link = shard.link(LoopAddress.of(session.address()));
    if (link != null) {
      link.send(new SessionPacket.Attached(session.address().session()));
    }
    presence.deliverPending(session);
    online.attached(user);
    services.presence().attached(session.address());
  }

  /// A session returned and has joined all its audiences again.
  void reattach(LiveUser user, UserSession session) {
    session.attached();
    online.attached(user);
    presence.deliverPending(session);
  }

  /// A session has ended.
  void leave(LiveUser user, SessionAddress address) {
    UserSession left = user.sessions.remove(address);
    if (left == null) {
      return;
    }
    byLoop.remove(address);
    for (long conversation : user.conversations) {
      shard.post(new ShardPacket.LeaveAudience(conversation, address));
    }
    left.waitNoLonger();
    services.presence().left(address);
    online.left(user);
  }

  /// Ends a session, and notifies its gateway.
  void end(LiveUser user, UserSession session, CloseCode code, String reason) {
    PeerLink link = shard.link(LoopAddress.of(session.address()));
    if (link != null) {
      link.send(new SessionPacket.EndSession(session.address().session(), code.code(), reason));
    }
    leave(user, session.address());
  }
}
