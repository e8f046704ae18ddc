package io.realtimegateway.model;

import java.time.Duration;
import java.util.Locale;

/// Checks of settings. Each message begins with the key, so that the configuration can say where
/// the value came from.
public final class Range {
  private Range() {}

  /// Checks that a value lies between two, which are allowed.
  ///
  /// @throws IllegalArgumentException if the value is not
  public static void require(String key, long value, long least, long most) {
    that(value >= least && value <= most, key, "must be " + least + ".." + most + ", is " + value);
  }

  /// The same for durations.
  public static void require(String key, Duration value, Duration least, Duration most) {
    that(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        key,
        String.format(
            Locale.ROOT,
            "must be %s..%s, is %s",
            DurationText.format(least),
            DurationText.format(most),
            DurationText.format(value)));
  }

  /// The same for sizes.
  public static void require(String key, ByteSize value, ByteSize least, ByteSize most) {
    that(
        value.bytes() >= least.bytes() && value.bytes() <= most.bytes(),
        key,
        String.format(Locale.ROOT, "must be %s..%s, is %s", least, most, value));
  }

  /// Checks a text.
  ///
  /// @throws IllegalArgumentException if the text is blank
  public static void requireText(String key, String value) {
    that(!value.isBlank(), key, "must not be empty");
  }

  /// Checks a text.
  ///
  /// @throws IllegalArgumentException if the text is blank or longer than so many UTF-16 units
  public static void requireText(String key, String value, int most) {
    that(!value.isBlank() && value.length() <= most, key, "must have 1.." + most + " characters");
  }

  /// Any other rule.
  ///
  /// @param otherwise follows the key in the message
  /// @throws IllegalArgumentException if it does not hold
  public static void that(boolean holds, String key, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(key + " " + otherwise);
    }
  }
}
