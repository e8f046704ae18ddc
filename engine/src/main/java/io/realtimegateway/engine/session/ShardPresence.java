package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.engine.settings.PresenceSettings;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Notifies the sessions of one shard's users of who is online and of changed profiles.
public final class ShardPresence {
  /// Together, all shards then request about one batch of the directory per tick.
  private static final int DEFERRED_PER_TICK = 8;

  private final ShardPort shard;
  private final SessionServices services;
  private final UserTable users;
  private final ReturningUsers returning;

  /// Sessions whose link was full when presence was due: retried when it has room, so that
  /// transient presence never fills a link.
  private final Set<SessionAddress> deferred = new LinkedHashSet<>();

  ShardPresence(
      ShardPort shard, SessionServices services, UserTable users, ReturningUsers returning) {
    this.shard = shard;
    this.services = services;
    this.users = users;
    this.returning = returning;
  }

  /// If no peers are named, all online users of the shard are notified. Otherwise a session is
  /// notified only once that a peer is online, however many conversations make the two peers.
  public void notify(ShardPacket.PresenceChanged changed) {
    Event event = new Event.Presence(changed.userID(), changed.isOnline());
    Map<PeerLink, List<Long>> sessions = new HashMap<>();
    if (changed.peers().isEmpty()) {
      users.all().forEach(user -> gather(user, changed, sessions));
    } else {
      for (long peer : changed.peers()) {
        LiveUser user = users.find(peer);
        if (user != null) {
          gather(user, changed, sessions);
        }
      }
    }
    sessions.forEach((link, some) -> direct(link, some, event));
  }

  /// Notifies sessions that a user's name or picture changed. A session without a link, or before
  /// its `hello`, misses it: it reads profiles after that.
  public void notify(ShardPacket.ProfileChanged changed) {
    Map<PeerLink, List<Long>> sessions = new HashMap<>();
    if (changed.users().isEmpty()) {
      users.all().forEach(user -> gather(user, sessions));
    }
    for (long userID : changed.users()) {
      LiveUser user = users.find(userID);
      if (user != null) {
        gather(user, sessions);
      }
    }
    Event event =
        new Event.UserUpdated(changed.userID(), changed.displayName(), changed.displayImage());
    sessions.forEach((link, some) -> direct(link, some, event));
  }

  private void gather(LiveUser user, Map<PeerLink, List<Long>> sessions) {
    for (UserSession session : user.sessions.values()) {
      PeerLink link = shard.link(LoopAddress.of(session.address()));
      if (link != null && session.isAttached()) {
        sessions.computeIfAbsent(link, _ -> new ArrayList<>()).add(session.address().session());
      }
    }
  }

  private void gather(
      LiveUser user, ShardPacket.PresenceChanged changed, Map<PeerLink, List<Long>> sessions) {
    if (user.id == changed.userID()) {
      return;
    }
    if (returning.mayReturn(user)) {
      user.pending.put(changed.userID(), changed.isOnline());
    }
    for (UserSession session : user.sessions.values()) {
      PeerLink link = shard.link(LoopAddress.of(session.address()));
      if (link == null) {
        session.pending().put(changed.userID(), changed.isOnline());
      } else if (session.isAttached()) {
        gather(session, link, changed, sessions);
      } else {
        session.pending().correct(changed.userID(), changed.isOnline());
      }
    }
  }

  private void gather(
      UserSession session,
      PeerLink link,
      ShardPacket.PresenceChanged changed,
      Map<PeerLink, List<Long>> sessions) {
    if (changed.isOnline() && !link.link().isWritable() && !notifiesEveryone()) {
      deferred.add(session.address());
    } else if (isNews(session, changed.userID(), changed.isOnline())) {
      sessions.computeIfAbsent(link, _ -> new ArrayList<>()).add(session.address().session());
    }
  }

  private boolean isNews(UserSession session, long userID, boolean isOnline) {
    if (notifiesEveryone()) {
      return true;
    }
    if (isOnline) {
      return session.notifiedOnline().add(userID);
    }
    session.notifiedOnline().remove(userID);
    return true;
  }

  /// Sends the pending changes to a session whose link was down, or that was not attached.
  void deliverPending(UserSession session) {
    PeerLink link = shard.link(LoopAddress.of(session.address()));
    if (link == null) {
      return;
    }
    session
        .pending()
        .take()
        .forEach(
            (userID, isOnline) -> {
              if (isNews(session, userID, isOnline)) {
                List<Long> one = List.of(session.address().session());
                direct(link, one, new Event.Presence(userID, isOnline));
              }
            });
  }

  /// With this scope there are no peers, so there is nothing to deduplicate.
  private boolean notifiesEveryone() {
    return services.settings().presence().scope() == PresenceSettings.Scope.EVERYONE;
  }

  /// Without peers named, all online users of the shard are meant.
  public void probe(ShardPacket.PresenceProbe probe) {
    List<Long> online = new ArrayList<>();
    if (probe.peers().isEmpty()) {
      for (LiveUser user : users.all()) {
        if (user.isOnline && user.id != probe.address().userID()) {
          online.add(user.id);
        }
      }
    } else {
      for (long peer : probe.peers()) {
        LiveUser user = users.find(peer);
        if (user != null && user.isOnline) {
          online.add(peer);
        }
      }
    }
    if (!online.isEmpty()) {
      shard.post(new ShardPacket.PresenceAnswer(probe.address(), online));
    }
  }

  /// A session without a link, or before its `hello`, receives nothing: it is notified later.
  public void answered(ShardPacket.PresenceAnswer answer) {
    SessionAddress address = answer.address();
    LiveUser user = users.find(address.userID());
    UserSession session = user == null ? null : user.sessions.get(address);
    PeerLink link = shard.link(LoopAddress.of(address));
    if (session == null) {
      return;
    }
    if (link != null && !link.link().isWritable()) {
      deferred.add(address);
      return;
    }
    for (long peer : answer.online()) {
      if (link == null || !session.isAttached()) {
        session.pending().put(peer, true);
      } else if (isNews(session, peer, true)) {
        direct(link, List.of(address.session()), new Event.Presence(peer, true));
      }
    }
  }

  /// Retries some of the sessions whose link has room again.
  void tick() {
    Iterator<SessionAddress> all = deferred.iterator();
    for (int i = 0; i < DEFERRED_PER_TICK && all.hasNext(); i++) {
      SessionAddress address = all.next();
      PeerLink link = shard.link(LoopAddress.of(address));
      if (link == null || link.link().isWritable()) {
        all.remove();
        LiveUser user = users.find(address.userID());
        if (user != null && user.sessions.containsKey(address)) {
          services.presence().attached(address);
        }
      }
    }
  }

  private void direct(PeerLink link, List<Long> sessions, Event event) {
    link.direct(sessions, shard.log().shard(), shard.log().deliveredIndex(), event);
  }
}
