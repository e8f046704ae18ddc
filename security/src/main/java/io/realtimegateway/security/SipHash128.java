package io.realtimegateway.security;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, <https://131002.net/siphash/>) over
/// whole words: a keyed pseudo-random function for short texts. One object per digest; it does not
/// leave the method that makes it, so the JIT keeps it in registers.
final class SipHash128 {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private int length;
  private long first;
  private long second;

  /// @param keyLow bytes 0..7 of the key, little-endian
  /// @param keyHigh bytes 8..15
  SipHash128(long keyLow, long keyHigh) {
    v0 = keyLow ^ 0x736f6d6570736575L;
    v1 = keyHigh ^ 0x646f72616e646f6dL ^ 0xee;
    v2 = keyLow ^ 0x6c7967656e657261L;
    v3 = keyHigh ^ 0x7465646279746573L;
  }

  /// Eight bytes of the text, little-endian.
  void word(long value) {
    v3 ^= value;
    round();
    round();
    v0 ^= value;
    length += 8;
  }

  /// Bytes of the text, filled up with zeros to a multiple of eight.
  void padded(byte[] bytes) {
    int whole = bytes.length & ~7;
    for (int i = 0; i < whole; i += 8) {
      word((long) WORDS.get(bytes, i));
    }
    if (whole < bytes.length) {
      long last = 0;
      for (int i = whole; i < bytes.length; i++) {
        last |= (bytes[i] & 0xFFL) << (8 * (i - whole));
      }
      word(last);
    }
  }

  /// The text is complete.
  void finish() {
    word((long) length << 56);
    v2 ^= 0xee;
    fourRounds();
    first = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    fourRounds();
    second = v0 ^ v1 ^ v2 ^ v3;
  }

  /// Output bytes 0..7, big-endian.
  long high() {
    return Long.reverseBytes(first);
  }

  /// Output bytes 8..15, big-endian.
  long low() {
    return Long.reverseBytes(second);
  }

  private void fourRounds() {
    round();
    round();
    round();
    round();
  }

  private void round() {
    v0 += v1;
    v2 += v3;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 = Long.rotateLeft(v2, 32);
  }
}
