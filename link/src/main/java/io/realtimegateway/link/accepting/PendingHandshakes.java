package io.realtimegateway.link.accepting;

import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.link.connection.Heartbeat;
import io.realtimegateway.security.web.AddressKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Connections that have not authenticated yet: bounded in number, size and time. If there are too
/// many, the oldest of the address that has the most of them is closed for a newer one, so that one
/// address cannot lock others out. Used on the accepting loop only.
final class PendingHandshakes {
  private final Heartbeat heartbeat;
  private final int most;
  private final Map<Connection, String> pending = new HashMap<>();
  private final Map<String, SequencedSet<Connection>> byAddress = new LinkedHashMap<>();

  PendingHandshakes(Heartbeat heartbeat, int most) {
    this.heartbeat = heartbeat;
    this.most = most;
  }

  /// Adds a connection, and closes another one if there are too many.
  void enter(Connection link) {
    String address = addressOf(link.channel().remoteAddress());
    pending.put(link, address);
    byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(link);
    heartbeat.add(link);
    if (pending.size() > most) {
      evict();
    }
  }

  /// Closed at once, without waiting for the other end to close: nothing it sent matters.
  private void evict() {
    SequencedSet<Connection> largest = new LinkedHashSet<>();
    for (SequencedSet<Connection> candidate : byAddress.values()) {
      if (candidate.size() > largest.size()) {
        largest = candidate;
      }
    }
    Connection oldest = largest.getFirst();
    forget(oldest);
    oldest.close(LinkClosed.OVERFLOW, "too many connections have not authenticated");
    var _ = oldest.channel().close();
  }

  private void forget(Connection link) {
    String address = pending.remove(link);
    if (address != null) {
      byAddress.computeIfPresent(address, (_, all) -> without(all, link));
    }
  }

  private static @Nullable SequencedSet<Connection> without(
      SequencedSet<Connection> all, Connection link) {
    all.remove(link);
    return all.isEmpty() ? null : all;
  }

  /// Links inside this process share one address without a host.
  private static String addressOf(SocketAddress remote) {
    return remote instanceof InetSocketAddress internet
        ? AddressKey.of(internet.getAddress().getHostAddress())
        : "inside";
  }

  /// The connection has authenticated, or has ended.
  void leave(Connection link) {
    forget(link);
    heartbeat.remove(link);
  }
}
