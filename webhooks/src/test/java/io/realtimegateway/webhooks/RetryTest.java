package io.realtimegateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void pausesDoubleFromASecondToAnHourWithAtMostAFifthOfJitter() {
    Retry retry = new Retry(SECOND, HOUR, new Random(7), 0);
    long full = SECOND.toNanos();
    for (int failures = 0; failures < 30; failures++) {
      retry.failed(0);
      assertThat(retry.waitNanos(0)).isBetween(full, Math.min(HOUR.toNanos(), full + full / 5));
      full = Math.min(2 * full, HOUR.toNanos());
    }
    assertThat(retry.isDue(HOUR.toNanos() - 1)).isFalse();
    assertThat(retry.isDue(HOUR.toNanos())).isTrue();
  }

  @Test
  void successResetsTheBackOffAndAResponseEndsOnlyThePause() {
    Retry retry = new Retry(SECOND, HOUR, new Random(7), 0);
    assertThat(retry.isDue(0)).isTrue();
    retry.failed(0);
    retry.failed(0);
    retry.now(5);
    assertThat(retry.isDue(5)).isTrue();
    retry.failed(5);
    assertThat(retry.waitNanos(5)).isGreaterThanOrEqualTo(SECOND.multipliedBy(4).toNanos());
    assertThat(retry.succeeded()).isTrue();
    assertThat(retry.succeeded()).isFalse();
    retry.failed(0);
    assertThat(retry.waitNanos(0)).isLessThan(SECOND.multipliedBy(2).toNanos());
  }

  @Test
  void anEndpointIsGivenUpWhenItHasFailedForTooLong() {
    Instant begin = Instant.parse("2026-02-03T04:05:06Z");
    EndpointHealth health = new EndpointHealth(Duration.ofDays(3), null);
    Retry shard = new Retry(SECOND, HOUR, new Random(7), 0);
    Retry other = new Retry(SECOND, HOUR, new Random(7), 0);
    health.failed(shard, begin, "it answers 500");
    assertThat(health.toStore()).isEqualTo(begin);
    health.stored(begin);
    assertThat(health.toStore()).isNull();

    health.succeeded(other);
    health.failed(shard, begin.plus(Duration.ofDays(2)), "it answers 500");

    assertThat(health.giveUp(begin.plus(Duration.ofDays(3)).minusMillis(1))).isNull();
    assertThat(health.giveUp(begin.plus(Duration.ofDays(3)))).contains("it answers 500");
    health.succeeded(shard);
    assertThat(health.giveUp(begin.plus(Duration.ofDays(4)))).isNull();
    assertThat(health.isToBeCleared()).isTrue();
  }

  @Test
  void afterARestartTheBacklogMustBeDeliveredBeforeTheEndpointIsHealthy() {
    Instant begin = Instant.parse("2026-02-03T04:05:06Z");
    EndpointHealth health = new EndpointHealth(Duration.ofDays(3), begin);
    Retry undelivered = new Retry(SECOND, HOUR, new Random(7), 0);
    Retry fresh = new Retry(SECOND, HOUR, new Random(7), 0);
    health.mayHaveFailed(undelivered);

    health.succeeded(fresh);
    assertThat(health.giveUp(begin.plus(Duration.ofDays(3)))).isNotNull();
    health.succeeded(undelivered);
    assertThat(health.isFailing()).isFalse();
  }
}
