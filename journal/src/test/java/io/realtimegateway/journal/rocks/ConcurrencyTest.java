package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.journal.Journal.ShardTail;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Owners, archiver, retention and readers at once.
final class ConcurrencyTest {
  private static final int ROUNDS = 1500;

  @TempDir private Path folder;
  private final AtomicBoolean done = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  @Test
  void underConcurrentUseEachShardStaysDense() throws Exception {
    TestStore store = new TestStore(folder);
    store.retentionBytes = 1 << 20;
    store.namesBytes = 1 << 20;
    store.conversations = 64;
    try (RocksJournal journal = store.open()) {
      List<Thread> owners =
          List.of(
              start(() -> own(journal, 0)),
              start(() -> own(journal, 3)),
              start(() -> own(journal, 7)));
      List<Thread> others =
          List.of(
              start(() -> repeat(() -> archive(journal))),
              start(() -> repeat(journal::retain)),
              start(() -> repeat(() -> read(journal))));
      for (Thread owner : owners) {
        owner.join();
      }
      done.set(true);
      for (Thread other : others) {
        other.join();
      }
      assertThat(failure.get()).isNull();
      // Retention has finished its round then.
      journal.retain();
      for (int log : new int[] {0, 3, 7}) {
        for (ShardTail tail : journal.own(log, Runnable::run).shards()) {
          checkDense(journal, tail);
        }
      }
      assertThat(journal.firstIndex(0)).as("something was cut off").isGreaterThan(1);
    }
  }

  /// Appends, and sometimes takes the log over again in between.
  private static void own(RocksJournal journal, int log) {
    Random random = new Random(log);
    Ownership owned = journal.own(log, Runnable::run);
    RandomHistory history = new RandomHistory(random, log, owned.term(), 0);
    TestStore.commit(journal, log, owned.term(), history.begin());
    for (int round = 0; round < ROUNDS; round++) {
      if (random.nextInt(200) == 0) {
        owned = journal.own(log, Runnable::run);
        history.continueUnder(owned.term());
      }
      TestStore.commit(journal, log, owned.term(), history.next(1 + random.nextInt(40)));
    }
  }

  private static void archive(RocksJournal journal) {
    for (int shard : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 56, 57}) {
      long next = journal.archivedIndex(shard) + 1;
      List<JournalEntry> entries = journal.read(shard, next, 500, 1 << 20);
      if (!entries.isEmpty()) {
        assertThat(entries.getFirst().index()).isEqualTo(next);
        journal.archived(shard, entries.getLast().epoch(), entries.getLast().index());
      }
    }
  }

  private static void read(RocksJournal journal) {
    LocalViews views = journal.views();
    for (long conversation = 1000; conversation < 1040; conversation++) {
      long from = Math.max(1, views.head(conversation) - 5);
      views.conversation(conversation);
      views
          .events(conversation, from, 50, 1 << 16)
          .ifPresent(page -> assertThat(page.entries()).doesNotContainNull());
    }
    try {
      views.changedSince(0, journal.firstIndex(0));
    } catch (TruncatedException expected) {
      assertThat(expected).hasMessageContaining("shard 0");
    }
    journal.status();
  }

  private static void checkDense(RocksJournal journal, ShardTail tail) {
    long next = journal.firstIndex(tail.shard());
    while (next <= tail.index()) {
      for (JournalEntry entry : journal.read(tail.shard(), next, 1000, 1 << 20)) {
        assertThat(entry.index()).isEqualTo(next++);
      }
    }
  }

  private void repeat(Runnable work) {
    while (!done.get()) {
      work.run();
    }
  }

  private Thread start(Runnable work) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | AssertionError failed) {
                failure.compareAndSet(null, failed);
                done.set(true);
              }
            });
  }
}
