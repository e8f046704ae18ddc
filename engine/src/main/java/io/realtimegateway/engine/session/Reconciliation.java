package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.List;
import java.util.Map;

/// Reconciles the sessions that one shard has of a gateway loop with those that the gateway loop
/// registers.
final class Reconciliation {
  private final ShardPort shard;
  private final UserTable users;
  private final UserSessions sessions;
  private final OnlineState online;
  private final ReturningUsers returning;
  private final Admission admission;

  Reconciliation(
      ShardPort shard,
      UserTable users,
      UserSessions sessions,
      OnlineState online,
      ReturningUsers returning,
      Admission admission) {
    this.shard = shard;
    this.users = users;
    this.sessions = sessions;
    this.online = online;
    this.returning = returning;
    this.admission = admission;
  }

  /// A gateway loop registered all its sessions of this shard: unregistered ones have ended,
  /// unknown ones return.
  ///
  /// @param joined run once for each registered session, when every conversation has it
  /// @return whether one of them had already been ended here, so that it has missed signals too
  boolean reconcile(
      LoopAddress loop, Map<SessionAddress, SessionPacket.LiveSession> named, Runnable joined) {
    for (SessionAddress address : sessions.at(loop)) {
      LiveUser user = users.find(address.userID());
      if (user != null && !named.containsKey(address)) {
        sessions.leave(user, address);
      }
    }
    boolean isLate =
        returning.isOver(shard.now())
            && !named.keySet().stream().allMatch(address -> users.session(address) != null);
    named.forEach((address, session) -> takeBack(address, session, joined));
    return isLate;
  }

  private void takeBack(SessionAddress address, SessionPacket.LiveSession live, Runnable joined) {
    LiveUser user = users.of(address.userID());
    if (admission.isEnded(address.userID(), live.loginID(), live.loginIssuedAt())) {
      UserSession ended = new UserSession(address, live.loginID(), live.loginIssuedAt());
      if (!user.sessions.containsKey(address)) {
        sessions.add(user, ended);
      }
      sessions.end(user, ended, CloseCode.LOGIN_ENDED, "the login was ended");
      joined.run();
      return;
    }
    UserSession session = user.sessions.get(address);
    if (session == null) {
      session = new UserSession(address, live.loginID(), live.loginIssuedAt());
      session.pending().add(user.pending);
      sessions.add(user, session);
    }
    online.stay(user);
    join(user, session, joined);
  }

  private void join(LiveUser user, UserSession session, Runnable joined) {
    sessions.joinAudiences(
        user,
        session,
        true,
        () -> {
          if (user.sessions.get(session.address()) == session) {
            sessions.reattach(user, session);
            notifyOfRemovals(user, session);
          }
          joined.run();
        });
  }

  /// Its user was removed before it returned, so no audience had it then.
  private void notifyOfRemovals(LiveUser user, UserSession session) {
    PeerLink link = shard.link(LoopAddress.of(session.address()));
    if (link != null) {
      for (long conversation : user.removedFrom) {
        link.send(new Delivery.Lagging(shard.log().shard(), conversation, List.of(user.id)));
      }
    }
  }
}
