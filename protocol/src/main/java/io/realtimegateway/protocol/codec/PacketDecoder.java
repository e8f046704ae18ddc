package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Reads frames. Total: any bytes are a complete packet, the beginning of one, or malformed with a
/// cause; nothing is thrown, and no byte of a payload is read before its length is known to be
/// within the limit. The connection decides what to do about a malformed frame.
public final class PacketDecoder {
  private static final int OPCODE_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;

  private PacketDecoder() {}

  /// Reads the frame at the reader index.
  ///
  /// @param maxPayload longest payload that is accepted, in bytes
  public static Decoded decode(ByteBuf in, int maxPayload) {
    return decode(in, maxPayload, false);
  }

  /// Reads the frame at the reader index before the other side has authenticated: only `Challenge`,
  /// `Hello`, `Welcome` and `Failure` are decoded, with payloads of at most
  /// `Limits.MAX_HANDSHAKE_BYTES`; any other opcode is malformed.
  public static Decoded decodeHandshake(ByteBuf in) {
    return decode(in, Limits.MAX_HANDSHAKE_BYTES, true);
  }

  private static Decoded decode(ByteBuf in, int maxPayload, boolean handshake) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable == 0) {
      return Decoded.NeedMore.INSTANCE;
    }
    if (in.getUnsignedByte(start) != Limits.MAGIC) {
      return new Decoded.Malformed("wrong magic byte " + in.getUnsignedByte(start));
    }
    if (readable == OPCODE_OFFSET) {
      return Decoded.NeedMore.INSTANCE;
    }
    int number = in.getUnsignedByte(start + OPCODE_OFFSET);
    Opcode opcode = Opcode.of(number);
    if (opcode == null || (handshake && !opensLink(opcode))) {
      return new Decoded.Malformed(
          (opcode == null ? "unknown" : "unexpected") + " opcode " + number);
    }
    if (readable < Limits.HEADER_BYTES) {
      return Decoded.NeedMore.INSTANCE;
    }
    long length = in.getUnsignedInt(start + LENGTH_OFFSET);
    if (length > maxPayload) {
      return new Decoded.Malformed(
          opcode + ": payload of " + length + " bytes is over the limit of " + maxPayload);
    }
    if (readable - Limits.HEADER_BYTES < length) {
      return Decoded.NeedMore.INSTANCE;
    }
    return payload(opcode, in, (int) length);
  }

  private static boolean opensLink(Opcode opcode) {
    return opcode == Opcode.CHALLENGE
        || opcode == Opcode.HELLO
        || opcode == Opcode.WELCOME
        || opcode == Opcode.FAILURE;
  }

  /// During decoding the end of the payload is the writer index, so that no field can be read
  /// beyond it.
  private static Decoded payload(Opcode opcode, ByteBuf in, int length) {
    int start = in.readerIndex();
    int filled = in.writerIndex();
    int end = start + Limits.HEADER_BYTES + length;
    @Nullable Decoded result = null;
    try {
      in.setIndex(start + Limits.HEADER_BYTES, end);
      Packet packet = PacketCodecs.of(opcode).read(in);
      result =
          in.isReadable()
              ? new Decoded.Malformed(opcode + ": the payload is longer than its fields")
              : new Decoded.Whole(packet);
    } catch (IllegalArgumentException invalid) {
      result = new Decoded.Malformed(opcode + ": " + invalid.getMessage());
    } finally {
      in.setIndex(result instanceof Decoded.Whole ? end : start, filled);
    }
    return result;
  }
}
