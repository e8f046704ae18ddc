package io.realtimegateway.api.edge;

import java.time.Duration;

/// How often something may be done.
///
/// @param tokens given in each period, 1 or more; 0 switches the limit off
/// @param period over which they are given
/// @param burst most at once
public record Rate(int tokens, Duration period, int burst) {
  public Rate {
    if (tokens < 0 || burst < 0 || (tokens > 0 && burst < 1)) {
      throw new IllegalArgumentException(
          "a rate must have 0 or more tokens and a burst of 1 or more");
    }
    if (period.toMillis() < 1 || period.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("the period of a rate must be 1ms to 24h");
    }
  }

  /// No limit.
  public static final Rate OFF = new Rate(0, Duration.ofSeconds(1), 0);

  boolean isOff() {
    return tokens == 0;
  }
}
