package io.realtimegateway.model;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between attempts: they double from the first to the longest, each with a random part, so
/// that clients that failed together do not retry together. Not thread-safe.
public final class Backoff {
  private final long firstNanos;
  private final long longestNanos;
  private final Jitter jitter;
  private final RandomGenerator random;

  private long nextNanos;

  /// The random part of a pause.
  public enum Jitter {
    /// None, for a single caller.
    NONE,
    /// From half of the pause to the full pause.
    UPPER_HALF,
    /// From the full pause to a fifth more, but at most the longest.
    FIFTH_MORE
  }

  /// @param first the first pause, above 0
  /// @param longest at least `first`
  public Backoff(Duration first, Duration longest, Jitter jitter, RandomGenerator random) {
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
    this.jitter = jitter;
    this.random = random;
    this.nextNanos = firstNanos;
  }

  /// Without a random part.
  public Backoff(Duration first, Duration longest) {
    this(first, longest, Jitter.NONE, RandomGenerator.getDefault());
  }

  /// The pause before the next attempt.
  public Duration next() {
    return Duration.ofNanos(nextNanos());
  }

  /// The same in nanoseconds.
  public long nextNanos() {
    long full = nextNanos;
    nextNanos = Math.min(longestNanos, 2 * full);
    return switch (jitter) {
      case NONE -> full;
      case UPPER_HALF -> full / 2 + random.nextLong(full - full / 2 + 1);
      case FIFTH_MORE -> Math.min(longestNanos, full + random.nextLong(full / 5 + 1));
    };
  }

  /// An attempt succeeded: begin with the first pause again.
  public void reset() {
    nextNanos = firstNanos;
  }
}
