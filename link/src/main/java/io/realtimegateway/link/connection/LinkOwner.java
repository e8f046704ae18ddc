package io.realtimegateway.link.connection;

import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.List;

/// What a connection tells the side that keeps it; on the connection's loop.
public interface LinkOwner {
  /// Accepting side: the other end knows the secret. Reading has stopped; [Connection#welcome] goes
  /// on.
  void proven(Connection link, LinkState.Proven state);

  /// Connecting side: `Welcome` was good.
  void welcomed(Connection link, LinkPacket.Welcome welcome);

  /// Who gets the packets of an open link; asked once, when it opens.
  PacketReceiver receiver(Connection link);

  /// The other side's ping; it is answered already.
  void pinged(Connection link, LinkPacket.Ping ping);

  /// The answer to a ping of the owner's own.
  void ponged(Connection link, LinkPacket.Pong pong);

  /// Newest positions, for our own ping: all of them, the connection leaves out what has not moved.
  List<Position> positions(Connection link);

  void writabilityChanged(Connection link);

  /// The link has ended; told once, also for one that was never open.
  void closed(Connection link, LinkState.Closing end);

  /// The socket is gone.
  void released(Connection link);
}
