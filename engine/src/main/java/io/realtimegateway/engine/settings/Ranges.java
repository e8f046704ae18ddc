package io.realtimegateway.engine.settings;

/// Checks that the settings share.
final class Ranges {
  private Ranges() {}

  static <T extends Comparable<T>> void check(String key, T value, T least, T most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          key + ": must be " + least + ".." + most + ", is " + value);
    }
  }
}
