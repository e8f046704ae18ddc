package io.realtimegateway.protocol.codec;

import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;

/// Counts the bytes that [PacketEncoder] writes for a packet, without writing them. Queues of
/// packets are bounded by it, so that they hold as much as queues of frames.
public final class FrameSize {
  private FrameSize() {}

  /// The bytes of the frame, header included.
  ///
  /// @throws IllegalArgumentException if [PacketEncoder#encode] throws it: the payload is over
  ///   `Limits.MAX_PAYLOAD_BYTES`
  public static int of(Packet packet) {
    CodecTable.Entry<Packet> entry = PacketCodecs.ALL.of(packet);
    int payload = entry.codec().size(packet);
    requireFits(entry.opcode(), payload);
    return Limits.HEADER_BYTES + payload;
  }

  static void requireFits(Opcode opcode, int payload) {
    if (payload > Limits.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          opcode + " of " + payload + " bytes is over the limit of " + Limits.MAX_PAYLOAD_BYTES);
    }
  }
}
