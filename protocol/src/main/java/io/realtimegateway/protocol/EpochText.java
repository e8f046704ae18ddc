package io.realtimegateway.protocol;

import java.util.HexFormat;
import java.util.OptionalLong;

/// Epochs as clients send them: 16 hexadecimal digits in lower case. Every such text is a valid
/// epoch, so that a client with an invented or foreign epoch learns that its history does not
/// match.
public final class EpochText {
  private static final int DIGITS = 16;

  /// Engines use 1..2^63-2, so no engine has this epoch.
  private static final long NOBODYS = Long.MAX_VALUE;

  private EpochText() {}

  /// The epoch that a client sent, never 0, which means none in packets; empty if the text has
  /// another shape.
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
