package io.realtimegateway.link.channel;

import io.realtimegateway.protocol.packet.Packet;
import java.util.List;

/// Packets that are written to a link in one write, in order. Packets are immutable, so both ends
/// of a link inside the process may hold the same ones.
///
/// @param packets must not be changed afterwards
/// @param bytes their size as frames, headers included
public record PacketBatch(List<Packet> packets, int bytes) {}
