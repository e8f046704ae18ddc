package io.realtimegateway.engine.shard;

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

/// Tells the sessions of one shard's users who comes and goes.
final class ShardPresence {
  /// All shards together so ask for about one batch of the directory in each tick.
  private static final int DEFERRED_PER_TICK = 8;

  private final Shard shard;
  private final Map<Long, LiveUser> users;

  /// Sessions whose link was full when they were to be told who is online: asked again when it has
  /// room, so that presence, which does not last, never fills a link.
  private final Set<SessionAddress> deferred = new LinkedHashSet<>();

  ShardPresence(Shard shard, Map<Long, LiveUser> users) {
    this.shard = shard;
    this.users = users;
  }

  /// Without peers named, all online users of the shard are told. Otherwise a session is told once
  /// that a peer is online, in how many conversations the two may become peers.
  void tell(ShardPacket.PresenceChanged changed) {
    Event event = new Event.Presence(changed.userID(), changed.isOnline());
    Map<PeerLink, List<Long>> sessions = new HashMap<>();
    if (changed.peers().isEmpty()) {
      users.values().forEach(user -> gather(user, changed, sessions));
    } else {
      for (long peer : changed.peers()) {
        LiveUser user = users.get(peer);
        if (user != null) {
          gather(user, changed, sessions);
        }
      }
    }
    sessions.forEach((link, some) -> direct(link, some, event));
  }

  /// Notifies sessions that a user has another name or picture. A session without a link, or before
  /// its `hello`, misses it: it reads profiles after that.
  void notify(ShardPacket.ProfileChanged changed) {
    Map<PeerLink, List<Long>> sessions = new HashMap<>();
    if (changed.users().isEmpty()) {
      users.values().forEach(user -> gather(user, sessions));
    }
    for (long userID : changed.users()) {
      LiveUser user = users.get(userID);
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
      PeerLink link = shard.linkOf(Place.of(session.address()));
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
    if (shard.users().returns().mayReturn(user)) {
      user.owed.owe(changed.userID(), changed.isOnline());
    }
    for (UserSession session : user.sessions.values()) {
      PeerLink link = shard.linkOf(Place.of(session.address()));
      if (link == null) {
        session.owed().owe(changed.userID(), changed.isOnline());
      } else if (session.isAttached()) {
        gather(session, link, changed, sessions);
      } else {
        session.owed().correct(changed.userID(), changed.isOnline());
      }
    }
  }

  private void gather(
      UserSession session,
      PeerLink link,
      ShardPacket.PresenceChanged changed,
      Map<PeerLink, List<Long>> sessions) {
    if (changed.isOnline() && !link.link().isWritable() && !tellsEveryone()) {
      deferred.add(session.address());
    } else if (isNews(session, changed.userID(), changed.isOnline())) {
      sessions.computeIfAbsent(link, _ -> new ArrayList<>()).add(session.address().session());
    }
  }

  private boolean isNews(UserSession session, long userID, boolean isOnline) {
    if (tellsEveryone()) {
      return true;
    }
    if (isOnline) {
      return session.toldOnline().add(userID);
    }
    session.toldOnline().remove(userID);
    return true;
  }

  /// A session whose link was away, or that was not attached, is told who came and went meanwhile.
  void payOwed(UserSession session) {
    PeerLink link = shard.linkOf(Place.of(session.address()));
    if (link == null) {
      return;
    }
    session
        .owed()
        .take()
        .forEach(
            (userID, isOnline) -> {
              if (isNews(session, userID, isOnline)) {
                List<Long> one = List.of(session.address().session());
                direct(link, one, new Event.Presence(userID, isOnline));
              }
            });
  }

  /// Then nobody becomes anybody's peer, and nothing is remembered.
  private boolean tellsEveryone() {
    return shard.services().settings().presence().scope() == PresenceSettings.Scope.EVERYONE;
  }

  /// Without peers named, all online users of the shard are meant.
  void probe(ShardPacket.PresenceProbe probe) {
    List<Long> online = new ArrayList<>();
    if (probe.peers().isEmpty()) {
      for (LiveUser user : users.values()) {
        if (user.isOnline && user.id != probe.address().userID()) {
          online.add(user.id);
        }
      }
    } else {
      for (long peer : probe.peers()) {
        LiveUser user = users.get(peer);
        if (user != null && user.isOnline) {
          online.add(peer);
        }
      }
    }
    if (!online.isEmpty()) {
      shard.mail().post(new ShardPacket.PresenceAnswer(probe.address(), online));
    }
  }

  /// A session without a link, or before its `hello`, hears nothing: it is told later.
  void answered(ShardPacket.PresenceAnswer answer) {
    SessionAddress address = answer.address();
    LiveUser user = users.get(address.userID());
    UserSession session = user == null ? null : user.sessions.get(address);
    PeerLink link = shard.linkOf(Place.of(address));
    if (session == null) {
      return;
    }
    if (link != null && !link.link().isWritable()) {
      deferred.add(address);
      return;
    }
    for (long peer : answer.online()) {
      if (link == null || !session.isAttached()) {
        session.owed().owe(peer, true);
      } else if (isNews(session, peer, true)) {
        direct(link, List.of(address.session()), new Event.Presence(peer, true));
      }
    }
  }

  /// Asks again for some of those whose link has room again.
  void tick() {
    Iterator<SessionAddress> all = deferred.iterator();
    for (int i = 0; i < DEFERRED_PER_TICK && all.hasNext(); i++) {
      SessionAddress address = all.next();
      PeerLink link = shard.linkOf(Place.of(address));
      if (link == null || link.link().isWritable()) {
        all.remove();
        LiveUser user = users.get(address.userID());
        if (user != null && user.sessions.containsKey(address)) {
          shard.services().presence().attached(address);
        }
      }
    }
  }

  private void direct(PeerLink link, List<Long> sessions, Event event) {
    link.direct(sessions, shard.number(), shard.toldIndex(), event);
  }
}
