package io.realtimegateway.journal.rocks.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NameFilterTest {
  @Test
  void allAddedHashesAreFoundAndFalsePositivesAreRare() {
    NameFilter filter = new NameFilter(1000);
    int count = 300_000;
    SplittableRandom added = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      filter.add(added.nextLong());
    }
    SplittableRandom again = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      assertThat(filter.mayContain(again.nextLong())).isTrue();
    }
    SplittableRandom others = new SplittableRandom(2);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
      wrong += filter.mayContain(others.nextLong()) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(count / 100);
    assertThat(filter.size()).isEqualTo(count);
  }

  @Test
  void hashesAddedByConcurrentThreadsAreFound() throws Exception {
    NameFilter filter = new NameFilter(64);
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      long seed = t;
      threads[t] = Thread.ofPlatform().start(() -> add(filter, seed, 50_000));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int t = 0; t < threads.length; t++) {
      SplittableRandom again = new SplittableRandom(t);
      for (int i = 0; i < 50_000; i++) {
        assertThat(filter.mayContain(again.nextLong())).isTrue();
      }
    }
  }

  private static void add(NameFilter filter, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      filter.add(random.nextLong());
    }
  }
}
