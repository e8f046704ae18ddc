package io.realtimegateway.journal.rocks;

import java.util.OptionalLong;

/// The time inside a UUIDv7.
final class NameTime {
  private static final int LENGTH = 36;
  private static final int VERSION_AT = 14;

  private NameTime() {}

  /// Epoch milliseconds; empty where the text is no UUIDv7.
  static OptionalLong of(String name) {
    if (name.length() != LENGTH || name.charAt(VERSION_AT) != '7') {
      return OptionalLong.empty();
    }
    long millis = 0;
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      int digit = Character.digit(name.charAt(i), 16);
      if (dash ? name.charAt(i) != '-' : digit < 0) {
        return OptionalLong.empty();
      }
      if (!dash && i < VERSION_AT - 1) {
        millis = (millis << 4) | digit;
      }
    }
    return OptionalLong.of(millis);
  }
}
