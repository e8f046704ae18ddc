package io.realtimegateway.protocol;

import java.util.HexFormat;
import java.util.OptionalLong;

/// Epochs as clients name them: 16 hexadecimal digits in lower case. Every such text names one, so
/// that a client which made one up, or kept it from elsewhere, is told that its history is another.
public final class EpochText {
  private static final int DIGITS = 16;

  /// Engines give 1..2^63-2, so this is none of theirs.
  private static final long NOBODYS = Long.MAX_VALUE;

  private EpochText() {}

  /// The epoch that a client named, never the 0 that means none in packets; empty where the text
  /// has another shape.
  public static OptionalLong read(String text) {
    if (text.length() != DIGITS || !text.chars().allMatch(EpochText::isDigit)) {
      return OptionalLong.empty();
    }
    long epoch = HexFormat.fromHexDigitsToLong(text);
    return OptionalLong.of(epoch == 0 ? NOBODYS : epoch);
  }

  private static boolean isDigit(int unit) {
    return (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'f');
  }
}
