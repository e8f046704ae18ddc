package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;

/// Writes packets as frames: magic u8, opcode u8, payload length u32, payload. A frame is written
/// completely or, if this throws, not at all: the writer index is then restored.
public final class PacketEncoder {
  private static final int LENGTH_OFFSET = 2;

  private PacketEncoder() {}

  /// Writes one frame.
  ///
  /// @throws IllegalArgumentException if the payload is over `Limits.MAX_PAYLOAD_BYTES`: split the
  ///   lists of the packet
  public static void encode(Packet packet, ByteBuf out) {
    CodecTable.Entry<Packet> entry = PacketCodecs.ALL.of(packet);
    int start = out.writerIndex();
    boolean written = false;
    try {
      out.writeByte(Limits.MAGIC);
      out.writeByte(entry.opcode().number());
      out.writeInt(0);
      entry.codec().write(out, packet);
      int length = out.writerIndex() - start - Limits.HEADER_BYTES;
      FrameSize.requireFits(entry.opcode(), length);
      out.setInt(start + LENGTH_OFFSET, length);
      written = true;
    } finally {
      if (!written) {
        out.writerIndex(start);
      }
    }
  }
}
