package io.realtimegateway.edge.rate;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often an action may happen, written as `20/s burst 40`; without `burst`, the burst is the
/// number of one period. `off` is no limit at all.
///
/// @param permits how many come back in each period; 0 is off
/// @param period 1 ms to 24 h; a second, a minute or an hour where it is configured
/// @param burst most at once after a quiet time; 0 where the limit is off, else 1 or more
public record Rate(int permits, Duration period, int burst) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(s|m|h)(?: burst (\\d{1,9}))?");
  private static final Duration LONGEST_PERIOD = Duration.ofDays(1);

  /// No limit.
  public static final Rate OFF = new Rate(0, Duration.ofSeconds(1), 0);

  public Rate {
    if (permits > 0 && burst == 0) {
      throw new IllegalArgumentException("has a burst of 0, with which nothing would ever pass");
    }
    if (permits < 0 || burst < 0 || (permits == 0 && burst > 0)) {
      throw new IllegalArgumentException(
          "a rate must have 1 or more permits and a burst of 1 or more");
    }
    if (period.toMillis() < 1 || period.compareTo(LONGEST_PERIOD) > 0) {
      throw new IllegalArgumentException("the period of a rate must be 1ms to 24h");
    }
  }

  /// A number in each second.
  public static Rate perSecond(int permits, int burst) {
    return new Rate(permits, Duration.ofSeconds(1), burst);
  }

  /// A number in each minute.
  public static Rate perMinute(int permits, int burst) {
    return new Rate(permits, Duration.ofMinutes(1), burst);
  }

  /// Reads what `toString` writes.
  ///
  /// @throws IllegalArgumentException with words for the user
  public static Rate parse(String text) {
    if (text.equals("off") || text.equals("false")) {
      return OFF;
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "is no rate; write such as 20/s, 30/m or 20/s burst 40, or off");
    }
    int permits = Integer.parseInt(matcher.group(1));
    int burst = matcher.group(3) == null ? permits : Integer.parseInt(matcher.group(3));
    return new Rate(permits, period(matcher.group(2)), burst);
  }

  private static Duration period(String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofHours(1);
    };
  }

  public boolean isOff() {
    return permits == 0;
  }

  /// This rate and burst multiplied; `off` remains off.
  public Rate times(int factor) {
    return new Rate(multiplied(permits, factor), period, multiplied(burst, factor));
  }

  private static int multiplied(int one, int factor) {
    return (int) Math.min(Integer.MAX_VALUE, (long) one * factor);
  }

  /// How many in each second in the long run.
  public double perSecond() {
    return permits * 1e9 / period.toNanos();
  }

  /// How long until there is a token in a bucket; 0 if there is one.
  ///
  /// @param fullAtNanos when the bucket is full again
  long waitNanos(long fullAtNanos, long nowNanos) {
    if (isOff()) {
      return 0;
    }
    long allowed =
        Math.multiplyHigh(burst - 1L, intervalNanos()) == 0
            ? (burst - 1L) * intervalNanos()
            : Long.MAX_VALUE;
    return Math.max(0, fullAtNanos - nowNanos - Math.min(allowed, Long.MAX_VALUE / 4));
  }

  /// When a bucket is full again after tokens were taken.
  ///
  /// @param count 0 or more
  long fullAtNanos(long fullAtNanos, long nowNanos, int count) {
    long from = fullAtNanos - nowNanos < 0 ? nowNanos : fullAtNanos;
    return isOff() ? from : from + count * intervalNanos();
  }

  private long intervalNanos() {
    return period.toNanos() / permits;
  }

  @Override
  public String toString() {
    if (isOff()) {
      return "off";
    }
    String unit =
        switch ((int) period.toSeconds()) {
          case 1 -> "s";
          case 60 -> "m";
          default -> "h";
        };
    return permits + "/" + unit + (burst == permits ? "" : " burst " + burst);
  }
}
