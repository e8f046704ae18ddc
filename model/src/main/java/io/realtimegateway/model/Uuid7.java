package io.realtimegateway.model;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Generates UUIDs of version 7 (RFC 9562, 5.7) as command names, and recognises them. Their first
/// 48 bits are the epoch milliseconds of their creation; the rest is random. Thread-safe if clock
/// and random generator are.
public final class Uuid7 {
  private static final int TEXT_LENGTH = 36;
  private static final int VERSION_AT = 14;
  private static final int VARIANT_AT = 19;
  private static final int TIME_DIGITS = 12;
  private static final long LARGEST_TIME = (1L << 48) - 1;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param random its 74 bits are all that distinguishes two UUIDs of the same millisecond
  public Uuid7(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// A new one, as text in lower case.
  public String next() {
    long time = Math.clamp(clock.millis(), 0, LARGEST_TIME);
    long high = time << 16 | 0x7000 | random.nextInt(0x1000);
    long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
    byte[] text = new byte[TEXT_LENGTH];
    write(text, 0, high >>> 32, 8);
    write(text, 9, high >>> 16, 4);
    write(text, 14, high, 4);
    write(text, 19, low >>> 48, 4);
    write(text, 24, low, 12);
    text[8] = text[13] = text[18] = text[23] = '-';
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /// Whether the text is a UUID of version 7, in upper or lower case.
  public static boolean is(String text) {
    if (text.length() != TEXT_LENGTH || text.charAt(VERSION_AT) != '7') {
      return false;
    }
    for (int i = 0; i < TEXT_LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text.charAt(i) != '-' : digit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return digit(text.charAt(VARIANT_AT)) >>> 2 == 0b10;
  }

  /// Epoch milliseconds of its creation, according to the creator's clock; empty if the text is not
  /// a UUID of version 7.
  public static OptionalLong time(String text) {
    if (!is(text)) {
      return OptionalLong.empty();
    }
    long time = 0;
    for (int i = 0; i <= TIME_DIGITS; i++) {
      if (i != 8) {
        time = time << 4 | digit(text.charAt(i));
      }
    }
    return OptionalLong.of(time);
  }

  /// ASCII only: `Character.digit` accepts digits of every script.
  private static int digit(char character) {
    return character < 0x80 ? Character.digit(character, 16) : -1;
  }

  private static void write(byte[] text, int at, long value, int digits) {
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = DIGITS[(int) value & 0xF];
      value >>>= 4;
    }
  }
}
