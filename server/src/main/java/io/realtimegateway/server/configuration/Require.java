package io.realtimegateway.server.configuration;

import java.time.Duration;
import java.util.Locale;

/// Checks of the groups' constructors. Each message begins with the key, so that the reader can say
/// where the value came from.
final class Require {

  private Require() {}

  static void within(String key, long value, long min, long max) {
    that(value >= min && value <= max, key, "must be " + min + ".." + max + ", is " + value);
  }

  static void within(String key, Duration value, Duration min, Duration max) {
    that(
        value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
        key,
        String.format(
            Locale.ROOT,
            "must be %s..%s, is %s",
            DurationText.format(min),
            DurationText.format(max),
            DurationText.format(value)));
  }

  static void within(String key, ByteSize value, ByteSize min, ByteSize max) {
    that(
        value.bytes() >= min.bytes() && value.bytes() <= max.bytes(),
        key,
        String.format(Locale.ROOT, "must be %s..%s, is %s", min, max, value));
  }

  static void notBlank(String key, String value) {
    that(!value.isBlank(), key, "must not be empty");
  }

  static void that(boolean holds, String key, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(key + " " + otherwise);
    }
  }
}
