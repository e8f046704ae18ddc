package io.realtimegateway.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int TRIES = 200;

  @Test
  void pausesDoubleUpToTheLongestAndEachIsShortenedByAHalfAtMost() {
    for (int seed = 0; seed < TRIES; seed++) {
      Backoff backoff = new Backoff(FIRST, LONGEST, new Random(seed));
      for (long full : new long[] {100, 200, 400, 800, 1600, 3200, 5000, 5000}) {
        assertThat(backoff.next().toNanos()).isBetween(full * 1_000_000 / 2, full * 1_000_000);
      }
    }
  }

  @Test
  void severalDoNotComeAtOnce() {
    Set<Duration> pauses = new HashSet<>();
    for (int seed = 0; seed < TRIES; seed++) {
      pauses.add(new Backoff(FIRST, LONGEST, new Random(seed)).next());
    }
    assertThat(pauses).hasSizeGreaterThan(TRIES / 2);
  }

  @Test
  void afterASuccessItBeginsAnew() {
    Backoff backoff = new Backoff(FIRST, LONGEST, new Random(1));
    for (int times = 0; times < 10; times++) {
      backoff.next();
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }
}
