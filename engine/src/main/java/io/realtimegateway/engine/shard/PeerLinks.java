package io.realtimegateway.engine.shard;

import io.realtimegateway.link.Link;
import io.realtimegateway.protocol.packet.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The links that end at one engine loop, and the gateway loops whose link was lost and whose
/// sessions are kept for a while.
final class PeerLinks {
  /// So long after a gateway has come back with sessions, or while one is awaited, gateways count
  /// as returning.
  private static final long RETURNING_NANOS = 60_000_000_000L;

  private final IdentityHashMap<Link, PeerLink> links = new IdentityHashMap<>();
  private final Map<Place, PeerLink> gateways = new HashMap<>();

  /// Until when the sessions of a gateway loop are kept, in nanoseconds.
  private final Map<Place, Long> lost = new HashMap<>();

  private boolean hasReturned;
  private long returnedAt;

  void open(PeerLink peer) {
    links.put(peer.link(), peer);
    if (peer.link().peer().role() == Role.GATEWAY) {
      gateways.put(peer.place(), peer);
    }
  }

  /// A link has ended. One that never registered gives the sessions of its gateway loop no more
  /// time than they had.
  ///
  /// @param keepUntil for the sessions of a gateway loop, in nanoseconds
  void close(Link link, long keepUntil) {
    PeerLink peer = links.remove(link);
    if (peer == null || !gateways.remove(peer.place(), peer)) {
      return;
    }
    if (peer.isRegistered()) {
      lost.put(peer.place(), keepUntil);
    } else {
      lost.putIfAbsent(peer.place(), keepUntil);
    }
  }

  /// A gateway loop has named its sessions.
  void registers(PeerLink peer, long now) {
    lost.remove(peer.place());
    if (!peer.named().isEmpty() || !peer.heard().isEmpty()) {
      hasReturned = true;
      returnedAt = now;
    }
  }

  /// The gateway loops that did not return in time. Each is returned once.
  List<Place> expire(long now) {
    List<Place> over = new ArrayList<>();
    lost.forEach(
        (place, until) -> {
          if (now - until >= 0) {
            over.add(place);
          }
        });
    over.forEach(lost::remove);
    return over;
  }

  boolean areReturning(long now) {
    return !lost.isEmpty() || (hasReturned && now - returnedAt < RETURNING_NANOS);
  }

  @Nullable PeerLink of(Link link) {
    return links.get(link);
  }

  /// The open link of a gateway loop, or null.
  @Nullable PeerLink of(Place place) {
    return gateways.get(place);
  }

  /// A copy.
  List<PeerLink> all() {
    return List.copyOf(links.values());
  }
}
