package io.realtimegateway.journal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads what a [ByteOutput] wrote. Every method throws [MalformedRecordException], and nothing
/// else, if the bytes do not hold the expected value.
public final class ByteInput {
  private static final char REPLACEMENT = '\uFFFD';

  private final ByteBuffer bytes;

  public ByteInput(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  public int u8() {
    need(Byte.BYTES);
    return Byte.toUnsignedInt(bytes.get());
  }

  public boolean bool() {
    int value = u8();
    if (value > 1) {
      throw new MalformedRecordException("a flag is " + value);
    }
    return value == 1;
  }

  public int i32() {
    need(Integer.BYTES);
    return bytes.getInt();
  }

  public long i64() {
    need(Long.BYTES);
    return bytes.getLong();
  }

  public String text() {
    return decode(length());
  }

  /// The remaining bytes, as UTF-8.
  public String rawText() {
    return decode(bytes.remaining());
  }

  /// How many elements of at least `elementBytes` each follow.
  public int count(int elementBytes) {
    int count = i32();
    if (count < 0 || (long) count * elementBytes > bytes.remaining()) {
      throw new MalformedRecordException("a list of " + count + " does not fit");
    }
    return count;
  }

  /// Checks that no bytes remain.
  public void end() {
    if (bytes.hasRemaining()) {
      throw new MalformedRecordException(bytes.remaining() + " bytes too many");
    }
  }

  private int length() {
    int length = i32();
    if (length < 0 || length > bytes.remaining()) {
      throw new MalformedRecordException("a text of " + length + " bytes does not fit");
    }
    return length;
  }

  private String decode(int length) {
    String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      checkUtf8(bytes.slice(bytes.position(), length));
    }
    bytes.position(bytes.position() + length);
    return text;
  }

  /// A replacement character may be part of a text: only the strict decoder can distinguish it from
  /// damage.
  private static void checkUtf8(ByteBuffer slice) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(slice);
    } catch (CharacterCodingException _) {
      throw new MalformedRecordException("a text is not UTF-8");
    }
  }

  private void need(int count) {
    if (bytes.remaining() < count) {
      throw new MalformedRecordException(
          "ends after " + bytes.limit() + " bytes, " + count + " more were expected");
    }
  }
}
