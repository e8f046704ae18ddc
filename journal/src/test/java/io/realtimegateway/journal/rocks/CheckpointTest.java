package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.CONVERSATION;
import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.journal.Journal.ShardTail;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.LocalViews.HighestIds;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.store.Marks;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.ShardCheckpoints;
import io.realtimegateway.journal.rocks.store.StoreOpener;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/// The row of a shard is a checkpoint, and the records after it are read again at a start.
final class CheckpointTest {
  @TempDir private Path parent;
  private TestStore store;
  private int copies;

  @BeforeEach
  void prepare() {
    store = new TestStore(parent);
  }

  /// Records in batches of one, and what a kill leaves of them.
  private TestStore killedAfter(RocksJournal journal, long term, int from, int to)
      throws Exception {
    for (long index = from; index <= to; index++) {
      JournalEntry entry =
          index == 1 ? Records.start(1, term) : Records.message(index, term, index - 1, "text");
      commit(journal, 0, term, List.of(entry));
    }
    return killed();
  }

  private TestStore killed() throws Exception {
    copies++;
    return store.copyTo(parent.resolve("killed-" + copies));
  }

  private static ShardState checkpoint(TestStore of) throws RocksDBException {
    try (OpenStore raw = new StoreOpener(of.settings()).open()) {
      return ShardCheckpoints.newest(raw, SHARD);
    }
  }

  private static void change(TestStore of, Column column, byte[] key, byte[] value)
      throws RocksDBException {
    try (OpenStore raw = new StoreOpener(of.settings()).open()) {
      raw.database().put(raw.handle(column), key, value);
    }
  }

  private static ShardTail tail(Ownership owned) {
    return owned.shards().get(SHARD);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1,
        2,
        ShardState.CHECKPOINT_RECORDS - 1,
        ShardState.CHECKPOINT_RECORDS,
        ShardState.CHECKPOINT_RECORDS + 1,
        2 * ShardState.CHECKPOINT_RECORDS + 1
      })
  void aKillAtAnyDistanceFromTheCheckpointLosesNothing(int records) throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killed = killedAfter(journal, journal.own(0, Runnable::run).term(), 1, records);
    }
    assertThat(checkpoint(killed).index)
        .isEqualTo((long) records / ShardState.CHECKPOINT_RECORDS * ShardState.CHECKPOINT_RECORDS);
    assertThat(ViewRows.assertSameWhenRebuilt(killed.settings())).isEqualTo(records);
    try (RocksJournal journal = killed.open()) {
      Ownership owned = journal.own(0, Runnable::run);
      assertThat(tail(owned)).isEqualTo(new ShardTail(SHARD, Records.EPOCH, records, true, ""));
      long highest = records == 1 ? 0 : CONVERSATION * 1_000_000 + records - 1;
      assertThat(journal.views().highestIds())
          .isEqualTo(
              new HighestIds(highest, highest == 0 ? 0 : CONVERSATION, highest == 0 ? 0 : 1));
      assertThat(journal.read(SHARD, records, 10, 1000)).hasSize(1);
      commit(
          journal,
          0,
          owned.term(),
          List.of(Records.message(records + 1, owned.term(), records, "goes on")));
    }
    assertThat(ViewRows.assertSameWhenRebuilt(killed.settings())).isEqualTo(records + 1);
  }

  @Test
  void largeRecordsBringACheckpointEarlier() throws Exception {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 120, "x".repeat(10_000)));
      assertThat(checkpoint(killed()).index).isEqualTo(122);
    }
  }

  @Test
  void aCleanCloseWritesTheEnd() throws Exception {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 10, "text"));
      assertThat(checkpoint(killed()).index).isZero();
    }
    assertThat(checkpoint(store).index).isEqualTo(12);
  }

  /// A second kill right after the start has nothing to read again.
  @Test
  void aStartWritesDownWhatItFound() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killed = killedAfter(journal, journal.own(0, Runnable::run).term(), 1, 10);
    }
    try (RocksJournal _ = killed.open()) {
      assertThat(checkpoint(killed.copyTo(parent.resolve("again"))).index).isEqualTo(10);
    }
  }

  @Test
  void anotherOwnerGoesOnWhereTheFirstEnded() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 10, "text"));
      Ownership second = journal.own(0, Runnable::run);
      assertThat(tail(second)).isEqualTo(new ShardTail(SHARD, Records.EPOCH, 12, true, ""));
      commit(journal, 0, second.term(), List.of(Records.message(13, second.term(), 11, "next")));
    }
  }

  @Test
  void theEndIsKnownWhenTheRecordsAfterTheCheckpointAreTruncated() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killedAfter(journal, journal.own(0, Runnable::run).term(), 1, 10);
      journal.archived(SHARD, Records.EPOCH, 10);
      for (int i = 0; i < 10; i++) {
        journal.retain();
        store.clock.advance(store.window.dividedBy(8));
      }
      assertThat(journal.firstIndex(SHARD)).isEqualTo(11);
      killed = killed();
    }
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal.own(0, Runnable::run)))
          .isEqualTo(new ShardTail(SHARD, Records.EPOCH, 10, true, ""));
      assertThat(journal.firstIndex(SHARD)).isEqualTo(11);
      assertThat(journal.views().highestIds().messageID()).isEqualTo(CONVERSATION * 1_000_000 + 9);
    }
  }

  @Test
  void anEpochThatBeginsBehindAGapAfterTheCheckpointIsFound() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      long term = journal.own(0, Runnable::run).term();
      killedAfter(journal, term, 1, 10);
      commit(
          journal,
          0,
          term,
          List.of(new JournalEntry(SHARD, 77, 500, term, new EpochStarted(1000, "store missing"))));
      killed = killed();
    }
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal.own(0, Runnable::run)))
          .isEqualTo(new ShardTail(SHARD, 77, 500, true, ""));
      assertThat(journal.firstIndex(SHARD)).isEqualTo(500);
    }
  }

  @Test
  void aDoubtStaysUntilARecordAfterTheCheckpointEndsIt() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killed = killedAfter(journal, journal.own(0, Runnable::run).term(), 1, 10);
    }
    killed.bootId = "boot-2";
    TestStore again;
    try (RocksJournal journal = killed.open()) {
      Ownership owned = journal.own(0, Runnable::run);
      assertThat(tail(owned).doubt()).isEqualTo("unclean shutdown of the machine");
      JournalEntry started =
          new JournalEntry(SHARD, 77, 11, owned.term(), new EpochStarted(1, "unclean"));
      commit(journal, 0, owned.term(), List.of(started));
      again = killed.copyTo(parent.resolve("again"));
    }
    again.bootId = "boot-2";
    try (RocksJournal journal = again.open()) {
      assertThat(tail(journal.own(0, Runnable::run)))
          .isEqualTo(new ShardTail(SHARD, 77, 11, true, ""));
    }
  }

  @Test
  void aRecordAfterTheCheckpointThatCannotBeReadEndsTheEpoch() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killed = killedAfter(journal, journal.own(0, Runnable::run).term(), 1, 10);
    }
    change(killed, Column.RECORDS, Keys.record(SHARD, 10), new byte[] {99, 1, 2});
    try (RocksJournal journal = killed.open()) {
      Ownership owned = journal.own(0, Runnable::run);
      assertThat(tail(owned).index()).isEqualTo(10);
      assertThat(tail(owned).doubt()).isEqualTo("damaged record");
      assertThat(journal.read(SHARD, 1, 100, 1 << 20)).hasSize(9);
      assertThatThrownBy(() -> journal.read(SHARD, 10, 1, 1000))
          .isInstanceOf(DamagedException.class);
    }
  }

  @Test
  void aCheckpointThatLiesBeforeTheFirstRecordIsRefused() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killed = killedAfter(journal, journal.own(0, Runnable::run).term(), 1, 10);
    }
    change(killed, Column.META, Marks.firstKey(SHARD), new Marks.First(5, 100).encode());
    assertThatThrownBy(killed::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("checkpoint of shard " + SHARD)
        .hasMessageContaining("move the folder away");
  }

  /// The state of each shard was written with each batch.
  @Test
  void aStoreOfTheFirstFormatIsUsedAndIsOfTheSecondFromThenOn() throws Exception {
    TestStore killed;
    try (RocksJournal journal = store.open()) {
      killed = killedAfter(journal, journal.own(0, Runnable::run).term(), 1, 10);
    }
    change(killed, Column.META, Keys.meta("format"), new byte[] {0, 0, 0, 1});
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal.own(0, Runnable::run)).index()).isEqualTo(10);
    }
    try (OpenStore raw = new StoreOpener(killed.settings()).open()) {
      assertThat(raw.get(Column.META, Keys.meta("format"))).containsExactly(0, 0, 0, 2);
    }
  }
}
