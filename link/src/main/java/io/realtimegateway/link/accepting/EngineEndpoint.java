package io.realtimegateway.link.accepting;

import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.List;

/// What an engine loop provides to its links. Every method is called on that loop.
public interface EngineEndpoint extends PacketReceiver {
  /// Logs that this loop owns, for `Welcome`.
  List<LinkPacket.OwnedLog> logs();

  /// Newest committed position of each shard of these logs, for `Welcome` and pings.
  List<Position> positions();

  /// A peer has authenticated; `Welcome` has been sent.
  void opened(Link link);

  /// `Link.isWritable` changed.
  void writabilityChanged(Link link);

  void closed(Link link, LinkClosed cause);
}
