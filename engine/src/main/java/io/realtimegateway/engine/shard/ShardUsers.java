package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.journal.record.JournalEntry;
import io.realtimegateway.journal.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.journal.record.JournalRecord.OnlineChanged;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The users of one shard: tickets, sessions, and who is online. Only it puts sessions into
/// audiences and takes them out.
final class ShardUsers {
  private final Shard shard;
  private final ShardPresence presence;
  private final Map<Long, LiveUser> users = new HashMap<>();
  private final SessionsByLoop addresses = new SessionsByLoop();
  private final PendingSessions pending;
  private final Reconciliation reconciliation;

  private final Admission admission;
  private final Set<LiveUser> leaving = new LinkedHashSet<>();
  private final OnlineChanges onlineChanges = new OnlineChanges();
  private final Returns returns;

  ShardUsers(Shard shard) {
    this.shard = shard;
    this.presence = new ShardPresence(shard, users);
    this.admission = new Admission(shard);
    this.pending = new PendingSessions(shard, admission, this::enter);
    this.reconciliation = new Reconciliation(shard, this, admission);
    this.returns = new Returns(shard.nanos());
  }

  ShardPresence presence() {
    return presence;
  }

  /// What the journal knows from before.
  void restore(List<Long> online, List<LoginsRevoked> revoked) {
    admission.restore(revoked);
    long window = shard.services().settings().registrationWindow().toNanos();
    long end = shard.nanos() + window;
    returns.begin(end);
    for (long id : online) {
      LiveUser user = user(id);
      if (user.sessions.isEmpty() && !user.isOnline) {
        user.isOnline = true;
        user.offlineAt = end;
        leaving.add(user);
      }
      returns.expect(user);
    }
  }

  Returns returns() {
    return returns;
  }

  Reconciliation reconciliation() {
    return reconciliation;
  }

  /// The sessions that a gateway loop has here.
  List<SessionAddress> at(Place place) {
    return addresses.at(place);
  }

  @Nullable LiveUser known(long id) {
    return users.get(id);
  }

  LiveUser user(long id) {
    return users.computeIfAbsent(id, LiveUser::new);
  }

  /// The user has a session again, so that the end of the earlier ones is not told.
  void stay(LiveUser user) {
    leaving.remove(user);
  }

  void connect(PeerLink from, SessionPacket.Connect connect) {
    pending.connect(from, connect);
  }

  private void enter(SessionAddress address, SessionPacket.Connect connect) {
    LiveUser user = user(address.userID());
    UserSession before = user.sessions.get(address);
    if (before != null) {
      if (before.isAttached()) {
        attach(user, before);
      }
      return;
    }
    UserSession session = new UserSession(address, connect.loginID(), connect.loginIssuedAt());
    add(user, session);
    limit(user);
    joinAudiences(user, session, false, () -> attach(user, session));
  }

  void add(LiveUser user, UserSession session) {
    user.sessions.put(session.address(), session);
    addresses.add(session.address());
    leaving.remove(user);
  }

  private void limit(LiveUser user) {
    int most = shard.services().settings().sessionsPerUser();
    while (user.sessions.size() > most) {
      UserSession oldest = user.sessions.values().iterator().next();
      end(user, oldest, CloseCode.TOO_MANY_SESSIONS, "too many sessions of this user");
    }
  }

  /// Puts a session into the audience of each conversation in memory.
  ///
  /// @param then run when it is in all of them, and this engine still owns the log
  void joinAudiences(LiveUser user, UserSession session, boolean returning, Runnable then) {
    session.await(
        user.conversations.size(),
        () ->
            shard
                .writer()
                .barrier(
                    then,
                    () -> {
                      // The loop closes its links now, and the gateway names the session again.
                    }));
    for (long conversation : user.conversations) {
      shard.mail().post(new ShardPacket.JoinAudience(conversation, session.address(), returning));
    }
  }

  void joined(SessionAddress address) {
    LiveUser user = users.get(address.userID());
    UserSession session = user == null ? null : user.sessions.get(address);
    if (session != null) {
      session.joined();
    }
  }

  private void attach(LiveUser user, UserSession session) {
    if (user.sessions.get(session.address()) != session) {
      return;
    }
    session.attached();
    PeerLink link = shard.linkOf(Place.of(session.address()));
    if (link != null) {
      link.send(new SessionPacket.Attached(session.address().session()));
    }
    presence.payOwed(session);
    online(user);
    shard.services().presence().attached(session.address());
  }

  /// One of the user's sessions is attached.
  void online(LiveUser user) {
    user.mayPassForOnline = false;
    if (!user.isOnline) {
      user.isOnline = true;
      changed(user.id, true);
    }
  }

  private void changed(long userID, boolean isOnline) {
    onlineChanges.add(userID, isOnline);
    shard.services().presence().changed(userID, isOnline);
  }

  void disconnect(PeerLink from, SessionPacket.Disconnect gone) {
    Place place = from.place();
    SessionAddress address =
        new SessionAddress(gone.userID(), place.node(), place.loop(), gone.session());
    pending.cancel(address);
    LiveUser user = users.get(gone.userID());
    if (user != null) {
      leave(user, address);
    }
  }

  void tellPresence(PeerLink from, SessionPacket.TellPresence tell) {
    Place place = from.place();
    SessionAddress address =
        new SessionAddress(tell.userID(), place.node(), place.loop(), tell.session());
    LiveUser user = users.get(tell.userID());
    UserSession session = user == null ? null : user.sessions.get(address);
    if (session != null && session.isAttached()) {
      session.toldOnline().clear();
      shard.services().presence().attached(address);
    }
  }

  /// A session has ended.
  void leave(LiveUser user, SessionAddress address) {
    UserSession left = user.sessions.remove(address);
    if (left == null) {
      return;
    }
    addresses.remove(address);
    for (long conversation : user.conversations) {
      shard.mail().post(new ShardPacket.LeaveAudience(conversation, address));
    }
    left.waitNoLonger();
    shard.services().presence().left(address);
    if (user.sessions.isEmpty()) {
      if (user.isOnline) {
        long grace = shard.services().settings().presence().grace().toNanos();
        user.offlineAt = shard.nanos() + grace;
        leaving.add(user);
        return;
      }
      if (user.mayPassForOnline) {
        user.mayPassForOnline = false;
        shard.services().presence().changed(user.id, false);
      }
      if (user.isForgettable()) {
        users.remove(user.id);
      }
    }
  }

  /// Ends a session, and tells its gateway.
  void end(LiveUser user, UserSession session, CloseCode code, String reason) {
    PeerLink link = shard.linkOf(Place.of(session.address()));
    if (link != null) {
      link.send(new SessionPacket.EndSession(session.address().session(), code.code(), reason));
    }
    leave(user, session.address());
  }

  void refresh(PeerLink from, SessionPacket.RefreshSession refresh) {
    Place place = from.place();
    SessionAddress address =
        new SessionAddress(refresh.userID(), place.node(), place.loop(), refresh.session());
    LiveUser user = users.get(refresh.userID());
    UserSession session = user == null ? null : user.sessions.get(address);
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

  /// From the API; it is in the database already.
  void revoke(PeerLink from, SessionPacket.RevokeLogins revoke) {
    LoginsRevoked revoked =
        new LoginsRevoked(
            revoke.userID(), revoke.loginID(), revoke.issuedBefore(), revoke.keptUntil());
    Answer.Ack ack = new Answer.Ack(revoke.request(), 0, 0, 0, 0, false, false);
    if (!revoke(revoked, () -> from.send(ack))) {
      from.send(ack);
    }
  }

  /// From the API; it is in the database already.
  void announce(PeerLink from, SessionPacket.AnnounceProfile announce) {
    shard
        .services()
        .presence()
        .profileChanged(
            announce.userID(),
            new PresenceDirectory.Profile(announce.displayName(), announce.displayImage()));
    from.send(new Answer.Ack(announce.request(), 0, 0, 0, 0, false, false));
  }

  /// Ends the sessions of a login, or of all logins of a user.
  ///
  /// @return false where it was known
  boolean revoke(LoginsRevoked revoked, Runnable committed) {
    if (!admission.end(revoked, committed)) {
      return false;
    }
    LiveUser user = users.get(revoked.userID());
    if (user != null) {
      for (UserSession session : List.copyOf(user.sessions.values())) {
        if (Revocations.covers(revoked, session.loginID(), session.loginIssuedAt())) {
          end(user, session, CloseCode.LOGIN_ENDED, "the login was ended");
        }
      }
    }
    return true;
  }

  void subscribe(ShardPacket.Subscribe subscribe) {
    List<SessionAddress> addresses = new ArrayList<>();
    for (long id : subscribe.users()) {
      LiveUser user = user(id);
      user.conversations.add(subscribe.conversationID());
      addresses.addAll(user.sessions.keySet());
      user.mayPassForOnline |= !user.isOnline && !user.sessions.isEmpty();
    }
    shard
        .mail()
        .post(
            new ShardPacket.Subscribed(
                subscribe.conversationID(),
                subscribe.load(),
                subscribe.userShard(),
                subscribe.users(),
                addresses));
  }

  void unsubscribe(ShardPacket.Unsubscribe unsubscribe) {
    for (long id : unsubscribe.users()) {
      LiveUser user = users.get(id);
      if (user != null) {
        user.conversations.remove(unsubscribe.conversationID());
        if (unsubscribe.removed() && returns.mayReturn(user)) {
          user.removedFrom.add(unsubscribe.conversationID());
        }
        if (user.isForgettable()) {
          users.remove(id);
        }
      }
    }
  }

  /// A gateway loop did not come back in time.
  void endPlace(Place place) {
    boolean _ = reconciliation.reconcile(place, Map.of(), () -> {});
  }

  boolean isOnline(long userID) {
    LiveUser user = users.get(userID);
    return user != null && user.isOnline;
  }

  void tick(long now) {
    presence.tick();
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
    writeOnline();
    returns.tick(now);
    admission.tick(now);
  }

  private void goOffline(LiveUser user) {
    user.isOnline = false;
    changed(user.id, false);
    if (user.isForgettable()) {
      users.remove(user.id);
    }
  }

  private void writeOnline() {
    OnlineChanged record = shard.writer().isOwned() ? onlineChanges.take() : null;
    if (record != null) {
      shard.append(
          record,
          new Pending.Waiter() {
            @Override
            public void committed(JournalEntry entry) {}

            @Override
            public void fenced() {
              onlineChanges.again(record, ShardUsers.this::isOnline);
            }
          });
    }
  }
}
