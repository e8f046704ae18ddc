package io.realtimegateway.link.accepting;

import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.List;

/// What an engine loop offers to the links that end on it. Every method is called on that loop.
public interface EngineEndpoint extends PacketReceiver {
  /// Logs that live on this loop, for `Welcome`.
  List<LinkPacket.OwnedLog> logs();

  /// Newest committed position of each shard of these logs, for `Welcome` and pings.
  List<Position> positions();

  /// A peer has proven itself; `Welcome` is sent already.
  void opened(Link link);

  /// `Link.isWritable` changed.
  void writabilityChanged(Link link);

  void closed(Link link, LinkClosed cause);
}
