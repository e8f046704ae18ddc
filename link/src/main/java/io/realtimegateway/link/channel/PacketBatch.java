package io.realtimegateway.link.channel;

import io.realtimegateway.protocol.packet.Packet;
import java.util.List;

/// Packets that leave a link in one write, in order. Packets are immutable, so both ends of a link
/// inside the process may hold the same ones.
///
/// @param packets not changed any more
/// @param bytes what they are as frames, headers included
public record PacketBatch(List<Packet> packets, int bytes) {}
