package io.realtimegateway.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnknownConversationsBoundTest {
  private static final long SECOND = 1_000_000_000L;

  private final UnknownConversations unknown = new UnknownConversations();

  @Test
  void theOldestGivesWayToOneMoreThanFit() {
    for (long id = 1; id <= 1024; id++) {
      unknown.add(id, 0);
    }
    assertThat(unknown.contains(1, 0)).isTrue();
    unknown.add(1025, 0);
    assertThat(unknown.contains(1, 0)).isFalse();
    assertThat(unknown.contains(2, 0)).isTrue();
    assertThat(unknown.size()).isEqualTo(1024);
  }

  @Test
  void eachIsForgottenAfterASecondAlsoWhereTheClockOverflows() {
    long begin = Long.MAX_VALUE - SECOND / 2;
    unknown.add(7, begin);
    assertThat(unknown.contains(7, begin + SECOND - 1)).isTrue();
    assertThat(unknown.contains(7, begin + SECOND)).isFalse();
    unknown.add(8, begin + SECOND);
    assertThat(unknown.size()).isEqualTo(1);
  }
}
