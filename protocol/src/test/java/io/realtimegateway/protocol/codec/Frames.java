package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;

/// Bytes of frames, for tests.
final class Frames {
  private Frames() {}

  static byte[] encode(Packet packet) {
    ByteBuf out = Unpooled.buffer();
    PacketEncoder.encode(packet, out);
    return ByteBufUtil.getBytes(out);
  }

  static Decoded decode(byte[] bytes) {
    return PacketDecoder.decode(Unpooled.wrappedBuffer(bytes), Limits.MAX_PAYLOAD_BYTES);
  }

  /// A frame with any payload.
  static byte[] frame(Opcode opcode, byte... payload) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(Limits.MAGIC)
        .writeByte(opcode.number())
        .writeInt(payload.length)
        .writeBytes(payload);
    return ByteBufUtil.getBytes(out);
  }

  static void assertMalformed(byte[] bytes, String cause) {
    assertThat(decode(bytes)).isEqualTo(new Decoded.Malformed(cause));
  }
}
