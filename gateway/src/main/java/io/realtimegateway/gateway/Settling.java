package io.realtimegateway.gateway;

import io.realtimegateway.link.Link;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.LinkPacket.OwnedLog;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds out when the links of this loop are settled: all are registered, so that every session is
/// in its audiences, and what the registration of one link caused on another has come there. For
/// the latter each link is pinged once all are registered: the pong comes behind everything that
/// the engine sent on that link before.
final class Settling {
  private final HeardPositions positions;
  private final @Nullable Link[] registered = new Link[Shards.LOGS];

  /// Of the pings that are under way; negative, so that no heartbeat has it.
  private long nonce;

  Settling(HeardPositions positions) {
    this.positions = positions;
  }

  /// A link registers, or was lost: pongs that are under way say nothing any more.
  void unsettled(int log) {
    registered[log] = null;
    positions.unsettled(log);
    nonce--;
  }

  /// Links may have been lost.
  void forgetClosed() {
    for (int log = 0; log < registered.length; log++) {
      Link link = registered[log];
      if (link != null && !link.isOpen()) {
        unsettled(log);
      }
    }
  }

  /// A link is registered.
  void registered(Link link, List<OwnedLog> logs) {
    for (OwnedLog owned : logs) {
      registered[owned.log()] = link;
    }
    forgetClosed();
    nonce--;
    for (int log = 0; log < registered.length; log++) {
      positions.unsettled(log); // This registration may cause something on any of them.
    }
    Set<Link> links = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Link one : registered) {
      if (one == null) {
        return;
      }
      links.add(one);
    }
    for (Link one : links) {
      one.send(new LinkPacket.Ping(nonce, List.of()));
      one.flush();
    }
  }

  /// A pong came.
  void answered(Link link, long answered) {
    if (answered == nonce) {
      for (int log = 0; log < registered.length; log++) {
        if (link.equals(registered[log])) {
          positions.settled(log);
        }
      }
    }
  }
}
