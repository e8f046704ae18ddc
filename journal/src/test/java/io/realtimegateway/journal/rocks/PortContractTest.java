package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.testing.UncertainJournal;
import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.record.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The contract of the port, for the local store and for the journal that other modules test with.
final class PortContractTest {
  private static final int LOG = 0;
  private static final Duration DELAY = Duration.ofMillis(3);

  @TempDir private Path folder;

  enum Kind {
    AT_ONCE,
    LATE
  }

  private Journal open(Kind kind) {
    RocksJournal rocks = new TestStore(folder).open();
    return switch (kind) {
      case AT_ONCE -> rocks;
      case LATE -> uncertain(rocks, new Chances(DELAY, 0, 0));
    };
  }

  private static UncertainJournal uncertain(RocksJournal rocks, Chances chances) {
    UncertainJournal journal = new UncertainJournal(rocks, 7);
    journal.set(chances);
    return journal;
  }

  private static Outcome append(Journal journal, long term, List<JournalEntry> entries) {
    BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
    journal.append(List.of(new Append(LOG, term, entries, outcome::add)));
    return TestStore.await(outcome);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void committedRecordsAreReadInOrder(Kind kind) {
    try (Journal journal = open(kind)) {
      List<JournalEntry> entries = Records.conversation(1, 20, "hello");
      journal.own(LOG, Runnable::run);
      assertThat(append(journal, 1, entries)).isEqualTo(Outcome.COMMITTED);
      assertThat(journal.read(Records.SHARD, 1, 100, 1 << 20)).isEqualTo(entries);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anOlderTermIsFencedAndWritesNothing(Kind kind) {
    try (Journal journal = open(kind)) {
      journal.own(LOG, Runnable::run);
      assertThat(append(journal, 1, Records.conversation(1, 1, "first")))
          .isEqualTo(Outcome.COMMITTED);
      journal.own(LOG, Runnable::run);
      assertThat(append(journal, 1, List.of(Records.message(4, 1, 2, "late"))))
          .isEqualTo(Outcome.FENCED);
      assertThat(journal.read(Records.SHARD, 4, 10, 1000)).isEmpty();
      assertThat(append(journal, 2, List.of(Records.message(4, 2, 2, "right"))))
          .isEqualTo(Outcome.COMMITTED);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAppendThatDoesNotFollowTheTailLosesTheLog(Kind kind) {
    try (Journal journal = open(kind)) {
      journal.own(LOG, Runnable::run);
      assertThat(append(journal, 1, Records.conversation(1, 1, "first")))
          .isEqualTo(Outcome.COMMITTED);
      assertThat(append(journal, 1, List.of(Records.message(5, 1, 2, "gap"))))
          .isEqualTo(Outcome.FENCED);
      assertThat(append(journal, 1, List.of(Records.message(4, 1, 2, "behind"))))
          .isEqualTo(Outcome.FENCED);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void outcomesAndBarriersCompleteInTheOrderOfTheCalls(Kind kind) {
    try (Journal journal = open(kind)) {
      journal.own(LOG, Runnable::run);
      BlockingQueue<String> told = new LinkedBlockingQueue<>();
      journal.append(
          List.of(
              new Append(LOG, 1, Records.conversation(1, 1, "a"), o -> told.add("first " + o))));
      journal.barrier(LOG, 1, o -> told.add("barrier " + o));
      List<JournalEntry> second = List.of(Records.message(4, 1, 2, "b"));
      journal.append(List.of(new Append(LOG, 1, second, o -> told.add("second " + o))));
      assertThat(List.of(TestStore.await(told), TestStore.await(told), TestStore.await(told)))
          .containsExactly("first COMMITTED", "barrier COMMITTED", "second COMMITTED");
    }
  }

  @Test
  void lostAppendsAreNotCommittedAndEndTheTerm() {
    try (UncertainJournal journal =
        uncertain(new TestStore(folder).open(), new Chances(DELAY, 1, 0))) {
      journal.own(LOG, Runnable::run);
      List<JournalEntry> entries = Records.conversation(1, 1, "lost");
      assertThat(append(journal, 1, entries)).isEqualTo(Outcome.FENCED);
      journal.set(Chances.CALM);
      assertThat(append(journal, 1, entries)).isEqualTo(Outcome.FENCED);
      assertThat(journal.read(Records.SHARD, 1, 10, 1000)).isEmpty();
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(2);
      assertThat(append(journal, 2, Records.conversation(2, 1, "again")))
          .isEqualTo(Outcome.COMMITTED);
    }
  }

  @Test
  void unconfirmedAppendsAreCommittedThoughReportedAsFenced() {
    try (UncertainJournal journal =
        uncertain(new TestStore(folder).open(), new Chances(DELAY, 0, 1))) {
      journal.own(LOG, Runnable::run);
      List<JournalEntry> entries = Records.conversation(1, 1, "unconfirmed");
      assertThat(append(journal, 1, entries)).isEqualTo(Outcome.FENCED);
      assertThat(journal.read(Records.SHARD, 1, 10, 1 << 20)).isEqualTo(entries);
      assertThat(journal.own(LOG, Runnable::run).shards().get(Records.SHARD).index()).isEqualTo(3);
    }
  }
}
