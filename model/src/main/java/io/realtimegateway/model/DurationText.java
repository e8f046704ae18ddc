package io.realtimegateway.model;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations in the notation of the configuration: `10ms`, `10s`, `5m`, `24h`, `7d`.
public final class DurationText {

  private record Unit(String name, long millis) {}

  /// Largest first.
  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("m", 60_000),
          new Unit("s", 1_000),
          new Unit("ms", 1));

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  private DurationText() {}

  /// Reads a whole number and its unit.
  ///
  /// @throws IllegalArgumentException with a message for the user
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "is no duration; write a whole number and ms, s, m, h or d, such as 10s");
    }
    String name = matcher.group(2);
    Unit unit = UNITS.stream().filter(each -> each.name.equals(name)).findFirst().orElseThrow();
    return Duration.ofMillis(Long.parseLong(matcher.group(1)) * unit.millis);
  }

  /// In the largest unit that needs no fraction.
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    Unit unit = UNITS.stream().filter(each -> millis % each.millis == 0).findFirst().orElseThrow();
    return millis / unit.millis + unit.name;
  }
}
