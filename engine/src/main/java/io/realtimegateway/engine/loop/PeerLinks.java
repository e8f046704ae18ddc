package io.realtimegateway.engine.loop;

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
public final class PeerLinks {
  /// How long gateways count as returning after one has returned with sessions; they also do while
  /// one is awaited.
  private static final long RETURNING_NANOS = 60_000_000_000L;

  private final IdentityHashMap<Link, PeerLink> links = new IdentityHashMap<>();
  private final Map<LoopAddress, PeerLink> gateways = new HashMap<>();

  /// Until when the sessions of a gateway loop are kept, in nanoseconds.
  private final Map<LoopAddress, Long> lost = new HashMap<>();

  private boolean hasReturned;
  private long returnedAt;

  public void open(PeerLink peer) {
    links.put(peer.link(), peer);
    if (peer.link().peer().role() == Role.GATEWAY) {
      gateways.put(peer.address(), peer);
    }
  }

  /// A link has ended. A link that never registered does not extend the time of its gateway loop's
  /// sessions.
  ///
  /// @param keepUntil for the sessions of a gateway loop, in nanoseconds
  public void close(Link link, long keepUntil) {
    PeerLink peer = links.remove(link);
    if (peer == null || !gateways.remove(peer.address(), peer)) {
      return;
    }
    if (peer.isRegistered()) {
      lost.put(peer.address(), keepUntil);
    } else {
      lost.putIfAbsent(peer.address(), keepUntil);
    }
  }

  /// A gateway loop has registered its sessions.
  public void registers(PeerLink peer, long now) {
    lost.remove(peer.address());
    if (!peer.named().isEmpty() || !peer.positions().isEmpty()) {
      hasReturned = true;
      returnedAt = now;
    }
  }

  /// The gateway loops that did not return in time; each is reported once.
  public List<LoopAddress> expire(long now) {
    List<LoopAddress> over = new ArrayList<>();
    lost.forEach(
        (address, until) -> {
          if (now - until >= 0) {
            over.add(address);
          }
        });
    over.forEach(lost::remove);
    return over;
  }

  public boolean areReturning(long now) {
    return !lost.isEmpty() || (hasReturned && now - returnedAt < RETURNING_NANOS);
  }

  public @Nullable PeerLink of(Link link) {
    return links.get(link);
  }

  /// The open link of a gateway loop, or null.
  public @Nullable PeerLink of(LoopAddress address) {
    return gateways.get(address);
  }

  /// A copy.
  public List<PeerLink> all() {
    return List.copyOf(links.values());
  }
}
