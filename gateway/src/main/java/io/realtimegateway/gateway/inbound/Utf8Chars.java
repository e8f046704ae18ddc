package io.realtimegateway.gateway.inbound;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Decodes messages from strict UTF-8, one after the other, into one array for a loop.
public final class Utf8Chars {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer chars;

  // Decoding from an array is several times as fast as from a direct buffer.
  private final ByteBuffer bytes;

  /// @param mostBytes longest message
  public Utf8Chars(int mostBytes) {
    chars = CharBuffer.allocate(mostBytes);
    bytes = ByteBuffer.allocate(mostBytes);
  }

  /// Decodes a message; its characters are in `array` until the next one.
  ///
  /// @return their number, or -1 if the bytes are not UTF-8
  public int decode(ByteBuf message) {
    chars.clear();
    decoder.reset();
    bytes.clear().limit(message.readableBytes());
    message.getBytes(message.readerIndex(), bytes);
    CoderResult result = decoder.decode(bytes.flip(), chars, true);
    if (result.isUnderflow()) {
      result = decoder.flush(chars);
    }
    return result.isUnderflow() ? chars.position() : -1;
  }

  public char[] array() {
    return chars.array();
  }
}
