package io.realtimegateway.gateway.engine;

import io.realtimegateway.link.Link;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.LinkPacket.OwnedLog;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Detects when the links of this loop are settled: all are registered, so that every session is in
/// its audiences, and what the registration of one link caused on another was received. For the
/// latter, each link is pinged once all are registered: the pong follows everything that the engine
/// sent on that link before.
final class RegistrationBarrier {
  private final ReceivedPositions positions;
  private final @Nullable Link[] registered = new Link[Shards.LOGS];

  /// Nonce of the pings that are under way; negative, so that no heartbeat has it.
  private long nonce;

  RegistrationBarrier(ReceivedPositions positions) {
    this.positions = positions;
  }

  /// A link registers, or was lost: pongs that are under way are stale.
  void unsettled(int log) {
    registered[log] = null;
    positions.unsettled(log);
    nonce--;
  }

  /// Forgets the links that are closed.
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
    for (Link each : registered) {
      if (each == null) {
        return;
      }
      links.add(each);
    }
    for (Link each : links) {
      each.send(new LinkPacket.Ping(nonce, List.of()));
      each.flush();
    }
  }

  /// A pong was received.
  void pong(Link link, long answered) {
    if (answered == nonce) {
      for (int log = 0; log < registered.length; log++) {
        if (link.equals(registered[log])) {
          positions.settled(log);
        }
      }
    }
  }
}
