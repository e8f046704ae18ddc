package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Unmasked, unfragmented WebSocket frames as bytes (RFC 6455, section 5.2): a server's frame is
/// the same for every client and is made once.
public final class WebSocketBytes {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int MOST_CONTROL_BYTES = 125;

  private WebSocketBytes() {}

  static ByteBuf text(ByteBufAllocator allocator, byte[] payload, int length) {
    int size = headerBytes(length) + length;
    ByteBuf frame = allocator.directBuffer(size, size);
    frame.writeByte(FINAL | TEXT);
    length(frame, length);
    return frame.writeBytes(payload, 0, length);
  }

  /// A ping without payload.
  public static ByteBuf ping(ByteBufAllocator allocator) {
    return control(allocator, PING, 0);
  }

  /// The answer to a ping, with its payload of 0..125 bytes.
  public static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
    return control(allocator, PONG, payload.readableBytes()).writeBytes(payload);
  }

  /// A close with a status.
  ///
  /// @param reason cut to 123 bytes
  public static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
    String cut = reason;
    while (ByteBufUtil.utf8Bytes(cut) > MOST_CONTROL_BYTES - 2) {
      cut = cut.substring(0, cut.length() - 1);
    }
    byte[] text = cut.getBytes(StandardCharsets.UTF_8);
    ByteBuf frame = control(allocator, CLOSE, 2 + text.length).writeShort(code).writeBytes(text);
    return frame;
  }

  /// A close without a status.
  public static ByteBuf close(ByteBufAllocator allocator) {
    return control(allocator, CLOSE, 0);
  }

  private static ByteBuf control(ByteBufAllocator allocator, int opcode, int length) {
    ByteBuf frame = allocator.directBuffer(2 + length, 2 + length);
    return frame.writeByte(FINAL | opcode).writeByte(length);
  }

  private static int headerBytes(int length) {
    if (length < 126) {
      return 2;
    }
    return length < 65_536 ? 4 : 10;
  }

  private static void length(ByteBuf frame, int length) {
    if (length < 126) {
      frame.writeByte(length);
    } else if (length < 65_536) {
      frame.writeByte(126).writeShort(length);
    } else {
      frame.writeByte(127).writeLong(length);
    }
  }
}
