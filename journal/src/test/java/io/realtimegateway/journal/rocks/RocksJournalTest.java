package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.TestStore.append;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreOpener;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RocksJournalTest {
  private static final int LOG = 0;
  private static final int SHARD = Records.SHARD;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Level.class)
  void committedRecordsAreReadInOrderAlsoAfterARestart(Level level) {
    TestStore store = new TestStore(folder);
    store.level = level;
    List<JournalEntry> entries = Records.conversation(1, 20, "hello");
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, entries);
      assertThat(journal.read(SHARD, 1, 100, 1 << 20)).isEqualTo(entries);
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.read(SHARD, 1, 100, 1 << 20)).isEqualTo(entries);
      assertThat(journal.read(SHARD, 20, 2, 1 << 20)).isEqualTo(entries.subList(19, 21));
      assertThat(journal.read(SHARD, 5, 100, 1)).isEqualTo(entries.subList(4, 5));
      assertThat(journal.read(SHARD, 23, 100, 1 << 20)).isEmpty();
    }
  }

  @Test
  void termsGrowWithEachOwnershipAndStart() {
    TestStore store = new TestStore(folder);
    try (RocksJournal journal = store.open()) {
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(1);
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(2);
      assertThat(journal.own(1, Runnable::run).term()).isEqualTo(1);
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(3);
    }
  }

  @Test
  void termsGrowEvenIfTheStoreIsNewOrWasRestored() {
    TestStore store = new TestStore(folder);
    store.leastTerm = 1000;
    try (RocksJournal journal = store.open()) {
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(1000);
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(1001);
    }
    store.leastTerm = 1000 - 1;
    try (RocksJournal journal = store.open()) {
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(1002);
    }
    store.leastTerm = 2000;
    try (RocksJournal journal = store.open()) {
      assertThat(journal.own(LOG, Runnable::run).term()).isEqualTo(2000);
    }
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void anOlderTermIsFencedAndWritesNothing(Level level) {
    TestStore store = new TestStore(folder);
    store.level = level;
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 1, "first"));
      Ownership second = journal.own(LOG, Runnable::run);
      assertThat(append(journal, LOG, 1, List.of(Records.message(4, 1, 2, "late"))))
          .isEqualTo(Outcome.FENCED);
      assertThat(second.shards().get(SHARD).index()).isEqualTo(3);
      assertThat(journal.read(SHARD, 4, 10, 1000)).isEmpty();
      commit(journal, LOG, 2, List.of(Records.message(4, 2, 2, "right")));
    }
  }

  @Test
  void oneTurnWritesSeveralLogsAndFencesOnlyThoseNotOwned() {
    TestStore store = new TestStore(folder);
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      journal.own(1, Runnable::run);
      List<String> outcomes = new ArrayList<>();
      journal.append(
          List.of(
              new Append(0, 1, List.of(Records.start(1, 1)), told -> outcomes.add("0 " + told)),
              new Append(1, 1, List.of(start(8, 1, 1)), told -> outcomes.add("1 " + told)),
              new Append(2, 1, List.of(start(16, 1, 1)), told -> outcomes.add("2 " + told))));
      assertThat(outcomes).containsExactly("0 COMMITTED", "1 COMMITTED", "2 FENCED");
      assertThat(journal.read(8, 1, 10, 1000)).hasSize(1);
      assertThat(journal.read(16, 1, 10, 1000)).isEmpty();
    }
  }

  @Test
  void anAppendThatDoesNotFollowTheTailIsFencedAndLosesTheLog() {
    TestStore store = new TestStore(folder);
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 1, "first"));
      assertThat(append(journal, LOG, 1, List.of(Records.message(5, 1, 2, "gap"))))
          .isEqualTo(Outcome.FENCED);
      assertThat(append(journal, LOG, 1, List.of(Records.message(4, 1, 2, "behind"))))
          .isEqualTo(Outcome.FENCED);
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 2, List.of(Records.message(4, 2, 2, "right")));
    }
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void aBarrierCompletesForTheOwnerOnly(Level level) {
    TestStore store = new TestStore(folder);
    store.level = level;
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      assertThat(barrier(journal, 1)).isEqualTo(Outcome.COMMITTED);
      journal.own(LOG, Runnable::run);
      assertThat(barrier(journal, 1)).isEqualTo(Outcome.FENCED);
      assertThat(barrier(journal, 2)).isEqualTo(Outcome.COMMITTED);
    }
  }

  @Test
  void aStoreCreatedWithAnEmptyDatabaseHasAllNamesUntilAGap() {
    TestStore store = new TestStore(folder);
    try (RocksJournal journal = store.open()) {
      journal.beginWithEmptyDatabase();
      assertThat(journal.views().completeSince()).isZero();
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 3, "old"));
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.views().completeSince()).isZero();
      assertThat(journal.views().storedSince()).isZero();
      journal.own(LOG, Runnable::run);
      commit(
          journal,
          LOG,
          2,
          List.of(new JournalEntry(SHARD, 99, 500, 2, new EpochStarted(1000, "store missing"))));
      assertThat(journal.views().completeSince()).isEqualTo(1000 + ShardState.NAME_LEAD.toMillis());
      assertThat(journal.views().storedSince()).isEqualTo(1000);
    }
  }

  @Test
  void aStoreWithRecordsIgnoresTheEmptyDatabase() {
    TestStore store = new TestStore(folder);
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 3, "old"));
      journal.beginWithEmptyDatabase();
      assertThat(journal.views().completeSince()).isPositive();
    }
  }

  @Test
  void anEpochMayStartAfterAGapAndHidesEarlierRecords() {
    TestStore store = new TestStore(folder);
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 3, "old"));
      long before = journal.views().completeSince();
      long at = before + 1000;
      commit(
          journal,
          LOG,
          1,
          List.of(new JournalEntry(SHARD, 99, 500, 1, new EpochStarted(at, "store missing"))));
      assertThat(journal.firstIndex(SHARD)).isEqualTo(500);
      assertThat(journal.read(SHARD, 500, 10, 1000)).hasSize(1);
      assertThatThrownBy(() -> journal.read(SHARD, 3, 10, 1000))
          .isInstanceOf(TruncatedException.class);
      assertThat(journal.views().completeSince()).isEqualTo(at + ShardState.NAME_LEAD.toMillis());
      assertThat(journal.views().conversation(Records.CONVERSATION)).isEmpty();
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.views().conversation(Records.CONVERSATION)).isEmpty();
      assertThat(journal.firstIndex(SHARD)).isEqualTo(500);
      assertThat(journal.own(LOG, Runnable::run).shards().get(SHARD).epoch()).isEqualTo(99);
    }
  }

  @Test
  void unarchivedRecordsAreCountedAlsoAfterARestart() {
    TestStore store = new TestStore(folder);
    long bytes;
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 98, "x".repeat(1000)));
      bytes = journal.status().unarchivedBytes();
      assertThat(journal.status().unarchivedRecords()).isEqualTo(100);
      assertThat(bytes).isBetween(98_000L, 150_000L);
      journal.archived(SHARD, Records.EPOCH, 50);
      assertThat(journal.status().unarchivedRecords()).isEqualTo(50);
      assertThat(journal.status().unarchivedBytes()).isBetween(bytes / 4, bytes * 3 / 4);
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.archivedIndex(SHARD)).isEqualTo(50);
      assertThat(journal.status().unarchivedRecords()).isEqualTo(50);
      assertThat(journal.status().unarchivedBytes()).isBetween(bytes / 4, bytes * 3 / 4);
      journal.archived(SHARD, Records.EPOCH, 100);
      assertThat(journal.status().unarchivedRecords()).isZero();
      assertThat(journal.status().unarchivedBytes()).isZero();
      journal.archived(SHARD, Records.EPOCH, 90);
      assertThat(journal.status().unarchivedRecords()).isEqualTo(10);
    }
  }

  @Test
  void atTheLimitOfUnarchivedBytesTheJournalIsFull() {
    TestStore store = new TestStore(folder);
    store.unarchivedBytes = 1 << 20;
    try (RocksJournal journal = store.open()) {
      journal.own(LOG, Runnable::run);
      commit(journal, LOG, 1, Records.conversation(1, 80, "x".repeat(10_000)));
      assertThat(journal.status().isFull()).isFalse();
      assertThat(journal.status().message()).isEmpty();
      for (int seq = 81; seq <= 90; seq++) {
        commit(journal, LOG, 1, List.of(Records.message(seq + 2, 1, seq, "x".repeat(10_000))));
      }
      assertThat(journal.status().isFull()).isFalse();
      assertThat(journal.status().message()).contains("nearly full");
      for (int seq = 91; seq <= 110; seq++) {
        commit(journal, LOG, 1, List.of(Records.message(seq + 2, 1, seq, "x".repeat(10_000))));
      }
      assertThat(journal.status().isFull()).isTrue();
      journal.archived(SHARD, Records.EPOCH, 112);
      assertThat(journal.status().isFull()).isFalse();
    }
  }

  @Test
  void aFolderInUseIsRefusedWithItsName() {
    TestStore store = new TestStore(folder);
    try (RocksJournal _ = store.open()) {
      assertThatThrownBy(store::open)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(store.folder.toString())
          .hasMessageContaining("used by another process");
    }
  }

  @Test
  void aStoreOfAnotherInstallationIsRefused() {
    TestStore store = new TestStore(folder);
    store.open("first").close();
    assertThatThrownBy(() -> store.open("second"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("belongs to installation first, not to second");
    try (RocksJournal journal = store.open(null)) {
      assertThat(journal.installation()).isEqualTo("first");
    }
  }

  @Test
  void aStoreOfANewerFormatIsRefused() throws Exception {
    TestStore store = new TestStore(folder);
    store.open().close();
    try (OpenStore open = new StoreOpener(store.settings()).open()) {
      open.put(Column.META, Keys.meta("format"), new byte[] {0, 0, 0, 9}, true);
    }
    assertThatThrownBy(store::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("has format 9, but this program reads formats up to 2");
  }

  @Test
  void aClosedJournalFencesAndRefusesReads() {
    TestStore store = new TestStore(folder);
    RocksJournal journal = store.open();
    journal.own(LOG, Runnable::run);
    journal.close();
    List<Outcome> outcomes = new ArrayList<>();
    journal.append(List.of(new Append(LOG, 1, List.of(Records.start(1, 1)), outcomes::add)));
    assertThat(outcomes).containsExactly(Outcome.FENCED);
    assertThatThrownBy(() -> journal.read(SHARD, 1, 1, 1)).isInstanceOf(JournalException.class);
  }

  private static Outcome barrier(RocksJournal journal, long term) {
    var outcome = new java.util.concurrent.ArrayBlockingQueue<Outcome>(1);
    journal.barrier(LOG, term, outcome::add);
    return TestStore.await(outcome);
  }

  private static JournalEntry start(int shard, long index, long term) {
    return new JournalEntry(shard, 5, index, term, new EpochStarted(1, "new"));
  }
}
