package io.realtimegateway.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DatabaseProbeTest {
  @Test
  void aDatabaseThatAnswersIsReachable() {
    assertThat(new DatabaseProbe(() -> true, Duration.ofSeconds(10)).isReachable()).isTrue();
    assertThat(new DatabaseProbe(() -> false, Duration.ofSeconds(10)).isReachable()).isFalse();
  }

  @Test
  void whatWasFoundTheLastTimeIsKept() {
    Queue<Boolean> answers = new ArrayDeque<>(List.of(false, true));
    DatabaseProbe probe = new DatabaseProbe(answers::remove, Duration.ofSeconds(10));
    assertThat(probe.wasReachable()).isTrue();
    assertThat(probe.isReachable()).isFalse();
    assertThat(probe.wasReachable()).isFalse();
    assertThat(probe.isReachable()).isTrue();
    assertThat(probe.wasReachable()).isTrue();
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsAwayAndIsAskedOnlyOnceAtATime() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    DatabaseProbe probe =
        new DatabaseProbe(
            () -> {
              questions.incrementAndGet();
              awaitQuietly(release);
              return true;
            },
            Duration.ofMillis(20));
    assertThat(probe.isReachable()).isFalse();
    assertThat(probe.isReachable()).isFalse();
    assertThat(questions).hasValue(1);
    release.countDown();
  }

  @Test
  void aFailureIsNoAnswer() {
    DatabaseProbe probe =
        new DatabaseProbe(
            () -> {
              throw new IllegalStateException("closed");
            },
            Duration.ofSeconds(10));
    assertThat(probe.isReachable()).isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
