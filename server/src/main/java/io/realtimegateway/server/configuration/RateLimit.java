package io.realtimegateway.server.configuration;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A token bucket, written as `20/s burst 40`; without `burst` it holds as many as one period
/// gives. `off` is no limit at all.
///
/// @param permits how many come back in each period; 0 is off
/// @param period one second, minute or hour
/// @param burst how many the bucket holds
public record RateLimit(int permits, Duration period, int burst) {

  /// No limit.
  public static final RateLimit OFF = new RateLimit(0, Duration.ofSeconds(1), 0);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(s|m|h)(?: burst (\\d{1,9}))?");

  public RateLimit {
    if (permits < 0 || burst < 0 || (permits > 0 && burst == 0)) {
      throw new IllegalArgumentException("has a burst of 0, with which nothing would ever pass");
    }
  }

  public static RateLimit perSecond(int permits, int burst) {
    return new RateLimit(permits, Duration.ofSeconds(1), burst);
  }

  public static RateLimit perMinute(int permits, int burst) {
    return new RateLimit(permits, Duration.ofMinutes(1), burst);
  }

  public boolean isOff() {
    return permits == 0;
  }

  /// So many times as much, at once and in the long run; nothing times anything is nothing.
  RateLimit times(int factor) {
    return new RateLimit(multiplied(permits, factor), period, multiplied(burst, factor));
  }

  private static int multiplied(int one, int factor) {
    return (int) Math.min(Integer.MAX_VALUE, (long) one * factor);
  }

  /// @throws IllegalArgumentException with words for the user
  static RateLimit parse(String text) {
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
    return new RateLimit(permits, period(matcher.group(2)), burst);
  }

  private static Duration period(String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofHours(1);
    };
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
