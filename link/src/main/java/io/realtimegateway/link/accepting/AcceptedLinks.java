package io.realtimegateway.link.accepting;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.link.connection.Heartbeat;
import io.realtimegateway.link.connection.LinkState;
import io.realtimegateway.protocol.packet.LinkPacket;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The links that end on one loop of an engine. Used on that loop only.
final class AcceptedLinks {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedLinks.class);

  private final EventLoop loop;
  private final EngineEndpoint endpoint;
  private final LinkEnvironment environment;
  private final Heartbeat heartbeat;
  private final Place place;
  private final Map<Peer, Connection> links = new HashMap<>();
  private boolean isClosed;

  /// The place of this loop in its engine.
  ///
  /// @param node random number of the engine process
  /// @param index of the loop
  /// @param count of the engine's loops
  record Place(long node, int index, int count) {}

  AcceptedLinks(EventLoop loop, EngineEndpoint endpoint, LinkEnvironment environment, Place place) {
    this.loop = loop;
    this.endpoint = endpoint;
    this.environment = environment;
    this.place = place;
    this.heartbeat = new Heartbeat(loop, environment.settings(), _ -> {});
  }

  EventLoop loop() {
    return loop;
  }

  EngineEndpoint endpoint() {
    return endpoint;
  }

  Heartbeat heartbeat() {
    return heartbeat;
  }

  /// Takes over a proven link that has moved to this loop. An older one of the same peer is closed
  /// first.
  void arrive(Connection link, LinkState.Proven proven) {
    if (!link.isProven()) {
      return;
    }
    heartbeat.add(link);
    if (isClosed) {
      link.close(LinkClosed.LOCAL, "the engine is stopping");
      return;
    }
    Connection older = links.remove(proven.peer());
    if (older != null) {
      older.close(LinkClosed.REPLACED, "the same loop opened a newer link");
      older.notifyEnd();
    }
    links.put(proven.peer(), link);
    link.welcome(proven, welcome(proven));
    open(link);
    link.resume();
  }

  private LinkPacket.Welcome welcome(LinkState.Proven proven) {
    return proven.welcome(
        environment.proof(),
        place.node(),
        place.index(),
        place.count(),
        endpoint.logs(),
        endpoint.positions());
  }

  private void open(Connection link) {
    LOG.debug(
        "{} of {} is linked to loop {}",
        link.peer(),
        link.channel().remoteAddress(),
        place.index());
    try {
      endpoint.opened(link);
    } catch (RuntimeException e) {
      LOG.error("the engine failed to take a link", e);
      link.close(LinkClosed.LOCAL, "the engine failed to take the link");
    }
  }

  void closed(Connection link, LinkState.Closing end) {
    if (link.wasOpen()) {
      LOG.debug("the link of {} ended: {}: {}", link.peer(), end.cause(), end.message());
      links.remove(link.peer(), link);
      endpoint.closed(link, end.cause());
    }
  }

  void released(Connection link) {
    heartbeat.remove(link);
  }

  /// Closes all links, and all that arrive later.
  void close() {
    isClosed = true;
    heartbeat.stop();
    for (Connection link : heartbeat.links()) {
      link.close(LinkClosed.LOCAL, "the engine is stopping");
      link.notifyEnd();
    }
  }
}
