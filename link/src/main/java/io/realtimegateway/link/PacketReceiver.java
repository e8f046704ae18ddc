package io.realtimegateway.link;

import io.realtimegateway.protocol.packet.Packet;

/// Receives the packets of open links except handshakes and heartbeats, on their loop and in the
/// order in which they were sent.
@FunctionalInterface
public interface PacketReceiver {
  void received(Link link, Packet packet);
}
