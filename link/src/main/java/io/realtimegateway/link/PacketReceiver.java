package io.realtimegateway.link;

import io.realtimegateway.protocol.packet.Packet;

/// Receives the packets of open links, on their loop, in the order in which they were sent: all
/// that is no handshake or heartbeat.
@FunctionalInterface
public interface PacketReceiver {
  void received(Link link, Packet packet);
}
