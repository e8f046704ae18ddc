package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.TestStore.commit;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The store is a pure function of the committed records: rebuilt from the records alone it is the
/// same, byte for byte.
final class RebuiltViewsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rebuiltFromTheRecordsTheStoreIsTheSame(long seed) throws Exception {
    TestStore store = new TestStore(folder);
    Random random = new Random(seed);
    for (int start = 1; start <= 3; start++) {
      try (RocksJournal journal = store.open()) {
        for (int log : new int[] {0, 5}) {
          long term = journal.own(log, Runnable::run).term();
          write(journal, log, term, random, start);
        }
      }
    }
    ViewRows.assertSameWhenRebuilt(store.settings());
  }

  /// Each start begins new epochs after a gap, in conversations of its own.
  private static void write(RocksJournal journal, int log, long term, Random random, int start) {
    RandomHistory history = new RandomHistory(random, log, term, start * 100_000L);
    commit(journal, log, term, history.begin());
    for (int batch = 0; batch < 50; batch++) {
      commit(journal, log, term, history.next(1 + random.nextInt(40)));
    }
  }
}
