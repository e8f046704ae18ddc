package io.realtimegateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EndpointHealthTest {
  private static final Duration GIVE_UP_AFTER = Duration.ofDays(3);
  private static final Instant BEGIN = Instant.parse("2026-02-03T04:05:06Z");

  private final EndpointHealth health = new EndpointHealth(GIVE_UP_AFTER, null);

  private static Retry shard() {
    return new Retry(Duration.ofSeconds(1), Duration.ofHours(1), new Random(1), 0);
  }

  @Test
  void anEndpointIsGivenUpAfterExactlyTheConfiguredTime() {
    health.failed(shard(), BEGIN, "It answers 500.");
    health.failed(shard(), BEGIN.plusSeconds(60), "It answers 502.");

    Instant end = BEGIN.plus(GIVE_UP_AFTER);
    assertThat(health.giveUp(end.minusMillis(1))).isNull();
    assertThat(health.giveUp(end))
        .isEqualTo("It has failed since 2026-02-03T04:05:06.000Z. It answers 502.");
    assertThat(health.giveUp(end.plusMillis(1))).isNotNull();
  }

  @Test
  void theTimeRestartsOnlyWhenEverythingIsDelivered() {
    Retry first = shard();
    Retry second = shard();
    health.failed(first, BEGIN, "It answers 500.");
    health.failed(second, BEGIN, "It answers 500.");
    health.succeeded(first);
    assertThat(health.giveUp(BEGIN.plus(GIVE_UP_AFTER))).isNotNull();

    health.succeeded(second);
    assertThat(health.giveUp(BEGIN.plus(GIVE_UP_AFTER))).isNull();
    Instant again = BEGIN.plusSeconds(1);
    health.failed(first, again, "It answers 500.");
    assertThat(health.giveUp(BEGIN.plus(GIVE_UP_AFTER))).isNull();
    assertThat(health.giveUp(again.plus(GIVE_UP_AFTER))).isNotNull();
  }

  @Test
  void failuresFromBeforeTheProcessStartedCount() {
    EndpointHealth after = new EndpointHealth(GIVE_UP_AFTER, BEGIN);
    after.mayHaveFailed(shard());
    assertThat(after.giveUp(BEGIN.plus(GIVE_UP_AFTER).minusMillis(1))).isNull();
    assertThat(after.giveUp(BEGIN.plus(GIVE_UP_AFTER))).isNotNull();
  }
}
