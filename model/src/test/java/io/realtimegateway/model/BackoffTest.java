package io.realtimegateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.Backoff.Jitter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final long[] FULL_MILLIS = {100, 200, 400, 800, 1600, 3200, 5000, 5000};
  private static final int TRIES = 200;

  @Test
  void withoutJitterPausesDoubleUpToTheLongest() {
    Backoff backoff = new Backoff(FIRST, LONGEST);
    for (long full : FULL_MILLIS) {
      assertThat(backoff.next()).isEqualTo(Duration.ofMillis(full));
    }
  }

  @Test
  void pausesOfTheUpperHalfAreShortenedByAHalfAtMost() {
    for (int seed = 0; seed < TRIES; seed++) {
      Backoff backoff = new Backoff(FIRST, LONGEST, Jitter.UPPER_HALF, new Random(seed));
      for (long full : FULL_MILLIS) {
        assertThat(backoff.nextNanos()).isBetween(full * 500_000, full * 1_000_000);
      }
    }
  }

  @Test
  void pausesOfAFifthMoreAreLongerByAFifthAtMostAndNeverLongerThanTheLongest() {
    for (int seed = 0; seed < TRIES; seed++) {
      Backoff backoff = new Backoff(FIRST, LONGEST, Jitter.FIFTH_MORE, new Random(seed));
      for (long full : FULL_MILLIS) {
        assertThat(backoff.nextNanos())
            .isBetween(full * 1_000_000, Math.min(LONGEST.toNanos(), full * 1_200_000));
      }
    }
  }

  @Test
  void severalDoNotTryAgainTogether() {
    for (Jitter jitter : new Jitter[] {Jitter.UPPER_HALF, Jitter.FIFTH_MORE}) {
      Set<Duration> pauses = new HashSet<>();
      for (int seed = 0; seed < TRIES; seed++) {
        pauses.add(new Backoff(FIRST, LONGEST, jitter, new Random(seed)).next());
      }
      assertThat(pauses).hasSizeGreaterThan(TRIES / 2);
    }
  }

  @Test
  void afterASuccessItBeginsAnew() {
    Backoff backoff = new Backoff(FIRST, LONGEST);
    for (int times = 0; times < 10; times++) {
      backoff.next();
    }
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }
}
