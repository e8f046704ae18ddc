package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.List;
import java.util.Map;

/// Brings the sessions that one shard has of a gateway loop in line with those that the gateway
/// loop names.
final class Reconciliation {
  private final Shard shard;
  private final ShardUsers users;
  private final Admission admission;

  Reconciliation(Shard shard, ShardUsers users, Admission admission) {
    this.shard = shard;
    this.users = users;
    this.admission = admission;
  }

  /// A gateway loop named all sessions that it has here: those not named are over, those unknown
  /// return.
  ///
  /// @param joined run once for each named session, when every conversation has it
  /// @return whether there is one that was given up, and so has missed signals too
  boolean reconcile(
      Place place, Map<SessionAddress, SessionPacket.LiveSession> named, Runnable joined) {
    for (SessionAddress address : users.at(place)) {
      LiveUser user = users.known(address.userID());
      if (user != null && !named.containsKey(address)) {
        users.leave(user, address);
      }
    }
    boolean isLate =
        users.returns().isOver(shard.nanos()) && !named.keySet().stream().allMatch(this::isKnown);
    named.forEach((address, session) -> takeBack(address, session, joined));
    return isLate;
  }

  private boolean isKnown(SessionAddress address) {
    LiveUser user = users.known(address.userID());
    return user != null && user.sessions.containsKey(address);
  }

  private void takeBack(SessionAddress address, SessionPacket.LiveSession live, Runnable joined) {
    LiveUser user = users.user(address.userID());
    if (admission.isEnded(address.userID(), live.loginID(), live.loginIssuedAt())) {
      UserSession ended = new UserSession(address, live.loginID(), live.loginIssuedAt());
      if (!user.sessions.containsKey(address)) {
        users.add(user, ended);
      }
      users.end(user, ended, CloseCode.LOGIN_ENDED, "the login was ended");
      joined.run();
      return;
    }
    UserSession session = user.sessions.get(address);
    if (session == null) {
      session = new UserSession(address, live.loginID(), live.loginIssuedAt());
      session.owed().add(user.owed);
      users.add(user, session);
    }
    users.stay(user);
    address(user, session, joined);
  }

  private void address(LiveUser user, UserSession session, Runnable joined) {
    users.joinAudiences(
        user,
        session,
        true,
        () -> {
          if (user.sessions.get(session.address()) == session) {
            session.attached();
            users.online(user);
            users.presence().payOwed(session);
            tellRemovals(user, session);
          }
          joined.run();
        });
  }

  /// Its user was removed before it returned, so no audience had it then.
  private void tellRemovals(LiveUser user, UserSession session) {
    PeerLink link = shard.linkOf(Place.of(session.address()));
    if (link != null) {
      for (long conversation : user.removedFrom) {
        link.send(new Delivery.Lagging(shard.number(), conversation, List.of(user.id)));
      }
    }
  }
}
