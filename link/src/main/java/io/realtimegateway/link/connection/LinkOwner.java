package io.realtimegateway.link.connection;

import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.List;

/// Notified by a connection, on the connection's loop.
public interface LinkOwner {
  /// Accepting side: the other end has proven that it knows the secret. Reading has stopped until
  /// [Connection#welcome].
  void proven(Connection link, LinkState.Proven state);

  /// Connecting side: a valid `Welcome` was received.
  void welcomed(Connection link, LinkPacket.Welcome welcome);

  /// The receiver of the packets of an open link; called once, when it opens.
  PacketReceiver receiver(Connection link);

  /// A ping of the other side; it has been answered.
  void pinged(Connection link, LinkPacket.Ping ping);

  /// The answer to a ping that the owner sent.
  void ponged(Connection link, LinkPacket.Pong pong);

  /// All newest positions, for our next ping; the connection leaves out those that have not
  /// changed.
  List<Position> positions(Connection link);

  void writabilityChanged(Connection link);

  /// The link has ended; called once, also for a link that was never open.
  void closed(Connection link, LinkState.Closing end);

  /// The channel is closed.
  void released(Connection link);
}
