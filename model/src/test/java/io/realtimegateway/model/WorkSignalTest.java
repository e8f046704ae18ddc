package io.realtimegateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkSignalTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(10);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(50);

  private final WorkSignal signal = new WorkSignal();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    worker.shutdownNow();
  }

  @Test
  void aWakeUpWhileTheWorkerIsBusyIsTakenByTheNextWaitAndOnce() throws Exception {
    signal.wake();
    signal.wake();
    assertThat(signal.await(LONG)).isTrue();

    long begin = System.nanoTime();
    assertThat(signal.await(SHORT)).isTrue();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT);
  }

  @Test
  void aWorkerThatWaitsIsWoken() throws Exception {
    Future<Boolean> waiting = waits(() -> signal.await(LONG));
    signal.wake();
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void workGathersUntilItsTimeUnlessItIsUrgent() throws Exception {
    signal.wake();
    long notBefore = System.nanoTime() + SHORT;
    assertThat(signal.await(LONG, notBefore)).isTrue();
    assertThat(System.nanoTime() - notBefore).isNotNegative();

    signal.wake();
    Future<Boolean> gathering = waits(() -> signal.await(LONG, System.nanoTime() + LONG));
    signal.wakeNow();
    assertThat(gathering.get()).isTrue();
  }

  @Test
  void urgentWorkWaitsUntilItsOwnTime() throws Exception {
    signal.wakeNow();
    long past = System.nanoTime();
    assertThat(signal.await(LONG, past + LONG, past)).isTrue();

    signal.wakeNow();
    long soon = System.nanoTime() + SHORT;
    assertThat(signal.await(LONG, soon + LONG, soon)).isTrue();
    assertThat(System.nanoTime() - soon).isNotNegative();

    Future<Boolean> gathering =
        waits(() -> signal.await(LONG, System.nanoTime() + LONG, System.nanoTime() + SHORT));
    signal.wake();
    signal.wakeNow();
    assertThat(gathering.get()).isTrue();
  }

  @Test
  void urgencyIsTakenWithTheWakeUp() throws Exception {
    signal.wakeNow();
    assertThat(signal.await(LONG, System.nanoTime() + LONG)).isTrue();

    signal.wake();
    long notBefore = System.nanoTime() + SHORT;
    signal.await(LONG, notBefore);
    assertThat(System.nanoTime() - notBefore).isNotNegative();
  }

  @Test
  void aPauseLastsWhateverWakesTheWorkerAndIsFollowedByALook() throws Exception {
    signal.wake();
    long begin = System.nanoTime();
    assertThat(signal.pause(SHORT)).isTrue();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SHORT);

    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void stopEndsEveryWaitAndStaysTrue() throws Exception {
    Future<Boolean> waiting = waits(() -> signal.await(LONG));
    signal.stop();
    assertThat(waiting.get()).isFalse();
    assertThat(signal.isStopping()).isTrue();
    assertThat(signal.await(LONG, System.nanoTime() + LONG)).isFalse();
    assertThat(signal.pause(LONG)).isFalse();
  }

  /// Starts the wait on the worker, and returns once its thread sleeps in it.
  private Future<Boolean> waits(Callable<Boolean> wait) throws Exception {
    Thread thread = worker.submit(Thread::currentThread).get();
    Future<Boolean> result = worker.submit(wait);
    while (!result.isDone() && !isInside(thread)) {
      Thread.onSpinWait();
    }
    return result;
  }

  private static boolean isInside(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(WorkSignal.class.getName()));
  }
}
