package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket.Seat;
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
  /// @param seated run once for each named session, when every conversation has it
  /// @return whether there is one that was given up, and so has missed signals too
  boolean reconcile(Place place, Map<Seat, SessionPacket.LiveSession> named, Runnable seated) {
    for (Seat seat : users.at(place)) {
      LiveUser user = users.known(seat.userID());
      if (user != null && !named.containsKey(seat)) {
        users.leave(user, seat);
      }
    }
    boolean isLate =
        users.returns().isOver(shard.nanos()) && !named.keySet().stream().allMatch(this::isKnown);
    named.forEach((seat, session) -> takeBack(seat, session, seated));
    return isLate;
  }

  private boolean isKnown(Seat seat) {
    LiveUser user = users.known(seat.userID());
    return user != null && user.sessions.containsKey(seat);
  }

  private void takeBack(Seat seat, SessionPacket.LiveSession live, Runnable seated) {
    LiveUser user = users.user(seat.userID());
    if (admission.isEnded(seat.userID(), live.loginID(), live.loginIssuedAt())) {
      UserSession ended = new UserSession(seat, live.loginID(), live.loginIssuedAt());
      if (!user.sessions.containsKey(seat)) {
        users.add(user, ended);
      }
      users.end(user, ended, CloseCode.LOGIN_ENDED, "the login was ended");
      seated.run();
      return;
    }
    UserSession session = user.sessions.get(seat);
    if (session == null) {
      session = new UserSession(seat, live.loginID(), live.loginIssuedAt());
      session.owed().add(user.owed);
      users.add(user, session);
    }
    users.stay(user);
    seat(user, session, seated);
  }

  private void seat(LiveUser user, UserSession session, Runnable seated) {
    users.takeSeats(
        user,
        session,
        true,
        () -> {
          if (user.sessions.get(session.seat()) == session) {
            session.attached();
            users.online(user);
            users.presence().payOwed(session);
            tellRemovals(user, session);
          }
          seated.run();
        });
  }

  /// Its user was removed before it returned, so no audience had it then.
  private void tellRemovals(LiveUser user, UserSession session) {
    PeerLink link = shard.linkOf(Place.of(session.seat()));
    if (link != null) {
      for (long conversation : user.removedFrom) {
        link.send(new Delivery.Lagging(shard.number(), conversation, List.of(user.id)));
      }
    }
  }
}
