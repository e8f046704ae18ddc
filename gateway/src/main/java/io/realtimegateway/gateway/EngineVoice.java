package io.realtimegateway.gateway;

import io.realtimegateway.gateway.outbound.Audiences;
import io.realtimegateway.link.Link;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the engine says to one gateway loop, and what that loop tells it when a link is new: the
/// sessions that live here and how far each shard was heard.
final class EngineVoice {
  private static final Logger LOG = LoggerFactory.getLogger(EngineVoice.class);
  private static final int SESSIONS_PER_PACKET = 1000;

  /// One link's life.
  ///
  /// @param attaching handles of named sessions that were redeemed and not attached before it
  private record Voice(Audiences audiences, List<LinkPacket.OwnedLog> logs, List<Long> attaching) {}

  private final GatewayLoop loop;
  private final HeardPositions positions = new HeardPositions();
  private final LaggingNotices notices = new LaggingNotices();
  private final Map<Link, Voice> voices = new HashMap<>();
  private final @Nullable Link[] links = new Link[Shards.LOGS];
  private final Settling settling;

  EngineVoice(GatewayLoop loop) {
    this.loop = loop;
    this.settling = new Settling(positions);
  }

  HeardPositions positions() {
    return positions;
  }

  /// The link that answers for a shard, open or not.
  @Nullable Link linkOf(int shard) {
    return links[Shards.logOf(shard)];
  }

  void forgetClosed() {
    settling.forgetClosed();
    voices.keySet().removeIf(link -> !link.isOpen());
  }

  /// Tells each session what it missed, at the end of a turn.
  void tellLagging() {
    notices.tell();
  }

  // ---- registration

  /// Names all sessions of users behind a new link. One that the former link redeemed and never
  /// attached is named too: it was not greeted yet, so it has missed nothing, and is attached when
  /// the registration is over.
  void register(Link link, LinkPacket.Welcome welcome) {
    forgetClosed();
    List<Long> attaching = new ArrayList<>();
    voices.put(
        link,
        new Voice(
            new Audiences(loop.sessions()::receiver, loop.turn()), welcome.logs(), attaching));
    boolean[] isBehind = new boolean[Shards.LOGS];
    for (LinkPacket.OwnedLog owned : welcome.logs()) {
      isBehind[owned.log()] = true;
      settling.unsettled(owned.log());
      links[owned.log()] = link;
    }
    List<SessionPacket.LiveSession> here = new ArrayList<>();
    for (Session session : loop.sessions().all()) {
      if (isBehind[Shards.logOf(Shards.ofUser(session.userID()))]) {
        here.add(session.describe());
        if (session.isAttaching()) {
          attaching.add(session.handle());
        }
      }
    }
    send(link, here, positions.registering(welcome));
  }

  private static void send(Link link, List<SessionPacket.LiveSession> here, List<Position> known) {
    List<Position> first = known;
    int from = 0;
    do {
      int to = Math.min(from + SESSIONS_PER_PACKET, here.size());
      link.send(new SessionPacket.Register(here.subList(from, to), first, to == here.size()));
      first = List.of();
      from = to;
    } while (from < here.size());
  }

  // ---- what comes

  void received(Link link, Packet packet) {
    Voice voice = voices.get(link);
    if (voice == null) {
      return;
    }
    switch (packet) {
      case Delivery delivery -> delivered(voice.audiences(), delivery);
      case SessionPacket ofSession -> session(link, voice, ofSession);
      case LinkPacket.Pong(long nonce) -> settling.answered(link, nonce);
      case LinkPacket.Drain(long withinMillis) -> loop.sendAway(Duration.ofMillis(withinMillis));
      case Answer.Failure failure -> loop.desk().refused(failure);
      case LinkPacket _, Answer _, Command _, Event _, ShardPacket _ -> unexpected(packet);
    }
  }

  /// What a session has missed it is told before what comes behind it.
  private void delivered(Audiences audiences, Delivery delivery) {
    switch (delivery) {
      case Delivery.Deliver deliver -> {
        notices.tell();
        positions.heard(deliver.shard(), deliver.index());
        audiences.deliver(deliver);
      }
      case Delivery.Direct direct -> {
        notices.tell();
        positions.heard(direct.shard(), direct.index());
        audiences.direct(direct);
      }
      case Delivery.AudienceDefine define -> audiences.define(define);
      case Delivery.AudienceAdd add -> audiences.add(add);
      case Delivery.AudienceRemove remove -> audiences.remove(remove);
      case Delivery.AudienceDrop drop -> audiences.drop(drop);
      case Delivery.Lagging lagging -> lagging(lagging);
    }
  }

  private void session(Link link, Voice voice, SessionPacket packet) {
    switch (packet) {
      case SessionPacket.Attached(long handle) -> attached(handle);
      case SessionPacket.EndSession(long handle, int code, String reason) -> {
        Session session = loop.sessions().of(handle);
        if (session != null) {
          session.close(code, reason);
        }
      }
      case SessionPacket.Registered(List<Position> reached) -> {
        reached.forEach(positions::moved);
        settling.registered(link, voice.logs());
        voice.attaching().forEach(this::attachedByRegistration);
        voice.attaching().clear();
      }
      case SessionPacket.Connect _,
          SessionPacket.Disconnect _,
          SessionPacket.TellPresence _,
          SessionPacket.Register _,
          SessionPacket.RefreshSession _,
          SessionPacket.RevokeLogins _,
          SessionPacket.AnnounceProfile _ ->
          unexpected(packet);
    }
  }

  /// The engine takes it for a session that has heard before which peers are online.
  private void attachedByRegistration(long handle) {
    attached(handle);
    Session session = loop.sessions().of(handle);
    if (session != null) {
      loop.tellPresenceAgain(session);
    }
  }

  private void attached(long handle) {
    Session session = loop.sessions().of(handle);
    if (session != null) {
      session.attached();
    }
  }

  /// Who was not greeted yet has missed nothing: what it reads after `hello` has it all.
  private void lagging(Delivery.Lagging lagging) {
    if (lagging.conversationID() == 0) {
      loop.sessions().all().stream()
          .filter(Session::isLive)
          .forEach(session -> notices.missedAll(session.receiver()));
    } else {
      for (long userID : lagging.users()) {
        loop.sessions().ofUser(userID, session -> missed(session, lagging.conversationID()));
      }
    }
    loop.turn().schedule();
  }

  private void missed(Session session, long conversationID) {
    if (session.isLive()) {
      notices.missed(session.receiver(), conversationID);
    }
  }

  private static void unexpected(Packet packet) {
    LOG.warn("the engine sent a {} that is not for a gateway", packet.getClass().getSimpleName());
  }
}
