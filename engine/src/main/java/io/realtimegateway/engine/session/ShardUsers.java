package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The users of one shard: handles the packets that concern their sessions, and the subscriptions
/// of conversations.
public final class ShardUsers {
  private final ShardPort shard;
  private final SessionServices services;
  private final UserTable users = new UserTable();
  private final ReturningUsers returning;
  private final OnlineState online;
  private final ShardPresence presence;
  private final UserSessions sessions;
  private final Admission admission;
  private final PendingSessions pending;
  private final Reconciliation reconciliation;

  /// Creates it without users.
  public ShardUsers(ShardPort shard, SessionServices services) {
    this.shard = shard;
    this.services = services;
    this.returning = new ReturningUsers(shard.now());
    this.online = new OnlineState(shard, services, users);
    this.presence = new ShardPresence(shard, services, users, returning);
    this.sessions = new UserSessions(shard, services, users, online, presence);
    this.admission = new Admission(shard, services.clock());
    this.pending = new PendingSessions(shard, admission, sessions::begin);
    this.reconciliation = new Reconciliation(shard, users, sessions, online, returning, admission);
  }

  /// Restores the state that the journal has.
  ///
  /// @param wereOnline ids of the users who were online when the engine ended
  public void restore(List<Long> wereOnline, List<LoginsRevoked> revoked) {
    admission.restore(revoked);
    long end = shard.now() + services.settings().registrationWindow().toNanos();
    returning.begin(end);
    for (long id : wereOnline) {
      LiveUser user = users.of(id);
      online.restore(user, end);
      returning.expect(user);
    }
  }

  public ShardPresence presence() {
    return presence;
  }

  public boolean isOnline(long userID) {
    return online.isOnline(userID);
  }

  public void connect(PeerLink from, SessionPacket.Connect connect) {
    pending.connect(from, connect);
  }

  public void disconnect(PeerLink from, SessionPacket.Disconnect disconnect) {
    SessionAddress address = from.address().session(disconnect.userID(), disconnect.session());
    pending.cancel(address);
    LiveUser user = users.find(disconnect.userID());
    if (user != null) {
      sessions.leave(user, address);
    }
  }

  /// A gateway dropped presence that a slow session did not read: it is sent again.
  public void sendPresence(PeerLink from, SessionPacket.SendPresence request) {
    SessionAddress address = from.address().session(request.userID(), request.session());
    UserSession session = users.session(address);
    if (session != null && session.isAttached()) {
      session.notifiedOnline().clear();
      services.presence().attached(address);
    }
  }

  /// A session continues with a newer login.
  public void refresh(PeerLink from, SessionPacket.RefreshSession refresh) {
    SessionAddress address = from.address().session(refresh.userID(), refresh.session());
    UserSession session = users.session(address);
    if (session == null) {
      from.refuse(refresh.request(), ErrorCode.NOT_FOUND, "no such session");
      return;
    }
    String refusal =
        admission.redeem(
            refresh.ticketID(),
            refresh.ticketTerm(),
            refresh.ticketIssuedAt(),
            refresh.ticketExpiresAt(),
            refresh.loginID(),
            refresh.loginIssuedAt(),
            refresh.loginExpiresAt(),
            address,
            refresh.request());
    if (refusal != null) {
      from.refuse(refresh.request(), ErrorCode.UNAUTHORIZED, refusal);
      return;
    }
    session.refresh(refresh.loginID(), refresh.loginIssuedAt());
    from.send(new Answer.Ack(refresh.request(), 0, 0, 0, refresh.loginExpiresAt(), false, false));
  }

  /// From the API; the database already has it.
  public void revoke(PeerLink from, SessionPacket.RevokeLogins revoke) {
    LoginsRevoked revoked =
        new LoginsRevoked(
            revoke.userID(), revoke.loginID(), revoke.issuedBefore(), revoke.keptUntil());
    Answer.Ack ack = new Answer.Ack(revoke.request(), 0, 0, 0, 0, false, false);
    if (!revoke(revoked, () -> from.send(ack))) {
      from.send(ack);
    }
  }

  /// Ends the sessions of a login, or of all logins of a user.
  ///
  /// @param written run when the journal has it, or cannot accept it now
  /// @return false if it was known
  public boolean revoke(LoginsRevoked revoked, Runnable written) {
    if (!admission.end(revoked, written)) {
      return false;
    }
    LiveUser user = users.find(revoked.userID());
    if (user != null) {
      for (UserSession session : List.copyOf(user.sessions.values())) {
        if (EndedLogins.covers(revoked, session.loginID(), session.loginIssuedAt())) {
          sessions.end(user, session, CloseCode.LOGIN_ENDED, "the login was ended");
        }
      }
    }
    return true;
  }

  /// From the API; the database already has it.
  public void announce(PeerLink from, SessionPacket.AnnounceProfile announce) {
    services
        .presence()
        .profileChanged(
            announce.userID(),
            new PresenceDirectory.Profile(announce.displayName(), announce.displayImage()));
    from.send(new Answer.Ack(announce.request(), 0, 0, 0, 0, false, false));
  }

  /// A conversation subscribes to the sessions of members.
  public void subscribe(ShardPacket.Subscribe subscribe) {
    List<SessionAddress> addresses = new ArrayList<>();
    for (long id : subscribe.users()) {
      LiveUser user = users.of(id);
      user.conversations.add(subscribe.conversationID());
      addresses.addAll(user.sessions.keySet());
      user.announcedOnlineEarly |= !user.isOnline && !user.sessions.isEmpty();
    }
    shard.post(
        new ShardPacket.Subscribed(
            subscribe.conversationID(),
            subscribe.load(),
            subscribe.userShard(),
            subscribe.users(),
            addresses));
  }

  /// A conversation was evicted, or users left it.
  public void unsubscribe(ShardPacket.Unsubscribe unsubscribe) {
    for (long id : unsubscribe.users()) {
      LiveUser user = users.find(id);
      if (user != null) {
        user.conversations.remove(unsubscribe.conversationID());
        if (unsubscribe.removed() && returning.mayReturn(user)) {
          user.removedFrom.add(unsubscribe.conversationID());
        }
        users.evictIfUnused(user);
      }
    }
  }

  /// A session has joined an audience.
  public void joined(SessionAddress address) {
    sessions.joined(address);
  }

  /// A gateway loop registered all its sessions of this shard.
  ///
  /// @param joined run once for each registered session, when every conversation has it
  /// @return whether one of them had already been ended here, so that it has missed signals too
  public boolean reconcile(
      LoopAddress loop, Map<SessionAddress, SessionPacket.LiveSession> named, Runnable joined) {
    return reconciliation.reconcile(loop, named, joined);
  }

  /// A gateway loop did not return in time.
  public void endSessions(LoopAddress loop) {
    boolean _ = reconciliation.reconcile(loop, Map.of(), () -> {});
  }

  /// Runs the work that is due.
  ///
  /// @param now nanoseconds
  public void tick(long now) {
    presence.tick();
    online.tick(now);
    returning.tick(now);
    admission.tick(now);
  }
}
