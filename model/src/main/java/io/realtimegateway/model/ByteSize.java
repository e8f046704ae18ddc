package io.realtimegateway.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written as `64KiB`.
///
/// @param bytes 0 or more
public record ByteSize(long bytes) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB|TiB)");
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must not be negative");
    }
  }

  public static ByteSize ofKibibytes(long kibibytes) {
    return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
  }

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  public static ByteSize ofGibibytes(long gibibytes) {
    return new ByteSize(Math.multiplyExact(gibibytes, 1L << 30));
  }

  /// Reads a size such as `64MiB`.
  ///
  /// @throws IllegalArgumentException with a message for the user
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "is no size; write a whole number and B, KiB, MiB, GiB or TiB, such as 64KiB");
    }
    long factor = 1L << (10 * unit(matcher.group(2)));
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("is too large a size");
    }
  }

  private static int unit(String name) {
    int unit = 0;
    while (!UNITS[unit].equals(name)) {
      unit++;
    }
    return unit;
  }

  /// In the largest unit that needs no fraction.
  @Override
  public String toString() {
    long amount = bytes;
    int unit = 0;
    while (amount != 0 && amount % 1024 == 0 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return amount + UNITS[unit];
  }
}
