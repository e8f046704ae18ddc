package io.realtimegateway.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WriteTurnsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final ExecutorService workers = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    workers.shutdownNow();
  }

  @Test
  void noMoreThanTheGivenNumberRunAtOnce() throws Exception {
    WriteTurns turns = new WriteTurns(2, LONG);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          workers.submit(
              () ->
                  turns.run(
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        return running.decrementAndGet() >= 0;
                      })));
    }
    for (Future<Boolean> each : all) {
      assertThat(each.get()).isTrue();
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void aWorkerThatHangsHoldsUpNoOther() throws Exception {
    WriteTurns turns = new WriteTurns(1, Duration.ofMillis(20));
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch ends = new CountDownLatch(1);
    Future<Boolean> hanging =
        workers.submit(
            () ->
                turns.run(
                    () -> {
                      hangs.countDown();
                      return isReached(ends);
                    }));
    hangs.await();
    assertThat(turns.run(() -> true)).isTrue();
    assertThat(hanging.isDone()).isFalse();
    ends.countDown();
    assertThat(hanging.get()).isTrue();
  }

  @Test
  void aTurnThatFailsIsFreeAgain() throws Exception {
    WriteTurns turns = new WriteTurns(1, LONG);
    assertThatThrownBy(
            () ->
                turns.run(
                    () -> {
                      throw new IllegalStateException("the test wants this");
                    }))
        .hasMessage("the test wants this");
    assertThat(turns.run(() -> true)).isTrue();
  }

  private static boolean isReached(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
