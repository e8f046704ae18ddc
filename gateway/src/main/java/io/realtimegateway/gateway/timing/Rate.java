package io.realtimegateway.gateway.timing;

/// How often something may happen.
///
/// @param perSecond in the long run, 1..1,000,000
/// @param burst at once after a quiet time, 1..1,000,000
public record Rate(int perSecond, int burst) {
  private static final int MOST = 1_000_000;

  public Rate {
    if (perSecond < 1 || perSecond > MOST || burst < 1 || burst > MOST) {
      throw new IllegalArgumentException("a rate and its burst must be 1.." + MOST);
    }
  }

  /// Nanoseconds until one more is allowed again.
  public long intervalNanos() {
    return 1_000_000_000L / perSecond;
  }
}
