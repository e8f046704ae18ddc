package io.realtimegateway.gateway.timing;

import java.time.Duration;

/// How often something may happen.
///
/// @param permits in each period in the long run, 1..1,000,000
/// @param period 1 ms to 1 hour
/// @param burst at once after a quiet time, 1..1,000,000
public record Rate(int permits, Duration period, int burst) {
  private static final int MOST = 1_000_000;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /// So often that it limits nothing.
  public static final Rate UNLIMITED = new Rate(MOST, MOST);

  public Rate {
    if (permits < 1 || permits > MOST || burst < 1 || burst > MOST) {
      throw new IllegalArgumentException("a rate and its burst must be 1.." + MOST);
    }
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the period of a rate must be 1 ms to 1 hour");
    }
  }

  /// So many in each second.
  public Rate(int perSecond, int burst) {
    this(perSecond, Duration.ofSeconds(1), burst);
  }

  /// Whether it limits nothing.
  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /// How many in each second in the long run.
  public double perSecond() {
    return permits * 1e9 / period.toNanos();
  }

  /// Nanoseconds until one more is allowed again.
  public long intervalNanos() {
    return period.toNanos() / permits;
  }
}
