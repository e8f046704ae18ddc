package io.realtimegateway.journal.codec;

import java.nio.ByteBuffer;

/// A growing direct buffer that is reused: a record that fits costs no allocation. Integers are
/// big-endian. Not thread-safe.
public final class ByteOutput {
  private static final int MOST_BYTES_PER_CHAR = 3;

  private ByteBuffer buffer;

  public ByteOutput(int capacity) {
    buffer = ByteBuffer.allocateDirect(capacity);
  }

  /// Empties the buffer.
  public ByteOutput clear() {
    buffer.clear();
    return this;
  }

  /// Bytes written since the last `clear`.
  public int size() {
    return buffer.position();
  }

  /// Low eight bits of `value`.
  public ByteOutput u8(int value) {
    reserve(Byte.BYTES);
    buffer.put((byte) value);
    return this;
  }

  public ByteOutput bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  public ByteOutput i32(int value) {
    reserve(Integer.BYTES);
    buffer.putInt(value);
    return this;
  }

  public ByteOutput i64(long value) {
    reserve(Long.BYTES);
    buffer.putLong(value);
    return this;
  }

  /// Length in bytes as 32 bits, then UTF-8.
  public ByteOutput text(String value) {
    int at = buffer.position();
    i32(0);
    rawText(value);
    buffer.putInt(at, buffer.position() - at - Integer.BYTES);
    return this;
  }

  /// UTF-8 without a length, for the end of a key. A lone surrogate becomes a question mark.
  public ByteOutput rawText(String value) {
    int length = value.length();
    reserve(length * MOST_BYTES_PER_CHAR);
    ByteBuffer out = buffer;
    int position = out.position();
    int next = 0;
    while (next < length) {
      char unit = value.charAt(next);
      if (unit >= 0x80) {
        break;
      }
      out.put(position++, (byte) unit);
      next++;
    }
    out.position(position);
    if (next < length) {
      encode(value, next);
    }
    return this;
  }

  /// The written bytes, ready to be read; valid until the next write.
  public ByteBuffer written() {
    return buffer.flip();
  }

  /// A copy of the written bytes.
  public byte[] toBytes() {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return bytes;
  }

  private void encode(String value, int from) {
    int next = from;
    while (next < value.length()) {
      int point = value.codePointAt(next);
      next += Character.charCount(point);
      if (point < 0x80) {
        buffer.put((byte) point);
      } else if (point < 0x800) {
        buffer.put((byte) (0xC0 | (point >> 6)));
        continuation(point);
      } else if (point < 0x10000) {
        threeBytes(point);
      } else {
        buffer.put((byte) (0xF0 | (point >> 18)));
        continuation(point >> 12);
        continuation(point >> 6);
        continuation(point);
      }
    }
  }

  private void threeBytes(int point) {
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      buffer.put((byte) '?');
      return;
    }
    buffer.put((byte) (0xE0 | (point >> 12)));
    continuation(point >> 6);
    continuation(point);
  }

  private void continuation(int bits) {
    buffer.put((byte) (0x80 | (bits & 0x3F)));
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = Math.addExact(buffer.position(), bytes);
      ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, buffer.capacity() * 2));
      larger.put(buffer.flip());
      buffer = larger;
    }
  }
}
