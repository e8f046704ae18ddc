package io.realtimegateway.gateway.engine;

import io.realtimegateway.gateway.outbound.LinkAudiences;
import io.realtimegateway.gateway.outbound.Turn;
import io.realtimegateway.gateway.session.ClientSession;
import io.realtimegateway.gateway.session.CommandDispatcher;
import io.realtimegateway.gateway.session.EngineRequests;
import io.realtimegateway.gateway.session.SessionIndex;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the packets that the engine sends to one gateway loop, and registers the loop's sessions
/// when a link is new.
final class EngineMessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(EngineMessageHandler.class);
  private static final int SESSIONS_PER_PACKET = 1000;

  /// What belongs to one link.
  ///
  /// @param attaching handles of its sessions that an earlier link redeemed and did not attach
  private record LinkData(
      LinkAudiences audiences, List<LinkPacket.OwnedLog> logs, List<Long> attaching) {}

  private final Turn turn;
  private final SessionIndex sessions;
  private final EngineRequests requests;
  private final CommandDispatcher commands;
  private final SessionDrain drain;
  private final ReceivedPositions positions = new ReceivedPositions();
  private final RegistrationBarrier barrier = new RegistrationBarrier(positions);
  private final LaggingNotices notices = new LaggingNotices();
  private final Map<Link, LinkData> links = new HashMap<>();

  EngineMessageHandler(
      Turn turn,
      SessionIndex sessions,
      EngineRequests requests,
      CommandDispatcher commands,
      SessionDrain drain) {
    this.turn = turn;
    this.sessions = sessions;
    this.requests = requests;
    this.commands = commands;
    this.drain = drain;
  }

  ReceivedPositions positions() {
    return positions;
  }

  /// Forgets the links that are closed.
  void forgetClosed() {
    barrier.forgetClosed();
    links.keySet().removeIf(link -> !link.isOpen());
  }

  /// Tells each session which events it missed; called at the end of a turn.
  void sendLagging() {
    notices.send();
  }

  // ---- registration

  /// Names all sessions of users behind a new link. A session that the previous link redeemed and
  /// did not attach is named too: `hello` was not sent to it, so it has missed nothing. It is
  /// attached when the registration is complete.
  void register(Link link, LinkPacket.Welcome welcome) {
    forgetClosed();
    List<Long> attaching = new ArrayList<>();
    links.put(
        link, new LinkData(new LinkAudiences(sessions::output, turn), welcome.logs(), attaching));
    requests.linked(link, welcome.logs());
    boolean[] isBehind = new boolean[Shards.LOGS];
    for (LinkPacket.OwnedLog owned : welcome.logs()) {
      isBehind[owned.log()] = true;
      barrier.unsettled(owned.log());
    }
    List<SessionPacket.LiveSession> live = new ArrayList<>();
    for (ClientSession session : sessions.all()) {
      if (isBehind[Shards.logOf(Shards.ofUser(session.userID()))]) {
        live.add(session.describe());
        if (session.isAttaching()) {
          attaching.add(session.handle());
        }
      }
    }
    send(link, live, positions.registering(welcome));
  }

  private static void send(Link link, List<SessionPacket.LiveSession> live, List<Position> known) {
    List<Position> first = known;
    int from = 0;
    do {
      int to = Math.min(from + SESSIONS_PER_PACKET, live.size());
      link.send(new SessionPacket.Register(live.subList(from, to), first, to == live.size()));
      first = List.of();
      from = to;
    } while (from < live.size());
  }

  // ---- packets

  void received(Link link, Packet packet) {
    LinkData data = links.get(link);
    if (data == null) {
      return;
    }
    switch (packet) {
      case Delivery delivery -> delivered(data.audiences(), delivery);
      case SessionPacket ofSession -> session(link, data, ofSession);
      case LinkPacket.Pong(long nonce) -> barrier.pong(link, nonce);
      case LinkPacket.Drain(long withinMillis) -> drain.sendAway(Duration.ofMillis(withinMillis));
      case Answer.Failure failure -> commands.typingRefused(failure);
      case LinkPacket _, Answer _, Command _, Event _, ShardPacket _ -> unexpected(packet);
    }
  }

  /// A session is told which events it missed before it gets later ones.
  private void delivered(LinkAudiences audiences, Delivery delivery) {
    switch (delivery) {
      case Delivery.Deliver deliver -> {
        notices.send();
        positions.received(deliver.shard(), deliver.index());
        audiences.deliver(deliver);
      }
      case Delivery.Direct direct -> {
        notices.send();
        positions.received(direct.shard(), direct.index());
        audiences.direct(direct);
      }
      case Delivery.AudienceDefine define -> audiences.define(define);
      case Delivery.AudienceAdd add -> audiences.add(add);
      case Delivery.AudienceRemove remove -> audiences.remove(remove);
      case Delivery.AudienceDrop drop -> audiences.drop(drop);
      case Delivery.Lagging lagging -> lagging(lagging);
    }
  }

  private void session(Link link, LinkData data, SessionPacket packet) {
    switch (packet) {
      case SessionPacket.Attached(long handle) -> attached(handle);
      case SessionPacket.EndSession(long handle, int code, String reason) -> {
        ClientSession session = sessions.of(handle);
        if (session != null) {
          session.close(code, reason);
        }
      }
      case SessionPacket.Registered(List<Position> reached) -> {
        reached.forEach(positions::moved);
        barrier.registered(link, data.logs());
        data.attaching().forEach(this::attachedByRegistration);
        data.attaching().clear();
      }
      case SessionPacket.Connect _,
          SessionPacket.Disconnect _,
          SessionPacket.SendPresence _,
          SessionPacket.Register _,
          SessionPacket.RefreshSession _,
          SessionPacket.RevokeLogins _,
          SessionPacket.AnnounceProfile _ ->
          unexpected(packet);
    }
  }

  /// The engine assumes that a registered session knows which peers are online. This one does not.
  private void attachedByRegistration(long handle) {
    attached(handle);
    ClientSession session = sessions.of(handle);
    if (session != null) {
      session.requestPresence();
    }
  }

  private void attached(long handle) {
    ClientSession session = sessions.of(handle);
    if (session != null) {
      session.attached();
    }
  }

  /// A session that `hello` was not sent to has missed nothing: what it reads afterwards is
  /// complete.
  private void lagging(Delivery.Lagging lagging) {
    if (lagging.conversationID() == 0) {
      sessions.all().stream()
          .filter(ClientSession::isLive)
          .forEach(session -> notices.missedAll(session.output()));
    } else {
      for (long userID : lagging.users()) {
        sessions.ofUser(userID, session -> missed(session, lagging.conversationID()));
      }
    }
    turn.schedule();
  }

  private void missed(ClientSession session, long conversationID) {
    if (session.isLive()) {
      notices.missed(session.output(), conversationID);
    }
  }

  private static void unexpected(Packet packet) {
    LOG.warn(
        "ignored a packet of the engine that a gateway does not expect: {}",
        packet.getClass().getSimpleName());
  }
}
