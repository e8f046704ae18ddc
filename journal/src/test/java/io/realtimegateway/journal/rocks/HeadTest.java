package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.CONVERSATION;
import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreOpener;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The head of a conversation is that of its newest event, and outlives its truncation.
final class HeadTest {
  private static final int MESSAGES = 10;

  @TempDir private Path parent;
  private TestStore store;

  @BeforeEach
  void prepare() {
    store = new TestStore(parent);
  }

  private void archiveAndTruncate(RocksJournal journal, long index) {
    journal.archived(SHARD, Records.EPOCH, index);
    for (int i = 0; i < 10; i++) {
      journal.retain();
      store.clock.advance(store.window.dividedBy(8));
    }
    assertThat(journal.firstIndex(SHARD)).isEqualTo(index + 1);
  }

  /// Index and seq of each head that has a row.
  private static List<List<Long>> headRows(TestStore of) throws RocksDBException {
    List<List<Long>> found = new ArrayList<>();
    try (OpenStore raw = new StoreOpener(of.settings()).open();
        RocksIterator rows = raw.iterator(Column.CONVERSATIONS)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        if (rows.key()[Long.BYTES] == 1) {
          ByteBuffer value = ByteBuffer.wrap(rows.value());
          found.add(List.of(value.getLong(1), value.getLong(9)));
        }
      }
    }
    return found;
  }

  private static void putHeadRow(TestStore of, long index, long seq) throws RocksDBException {
    ByteBuffer key = ByteBuffer.allocate(17).putLong(CONVERSATION).put((byte) 1).putLong(0);
    ByteBuffer value = ByteBuffer.allocate(17).put((byte) SHARD).putLong(index).putLong(seq);
    try (OpenStore raw = new StoreOpener(of.settings()).open()) {
      raw.database().put(raw.handle(Column.CONVERSATIONS), key.array(), value.array());
    }
  }

  private static void assertHead(LocalViews views, long head) {
    assertThat(views.head(CONVERSATION)).isEqualTo(head);
    assertThat(views.conversation(CONVERSATION).orElseThrow().head()).isEqualTo(head);
    assertThat(views.events(CONVERSATION, head + 1, 10, 1000).orElseThrow().atEnd()).isTrue();
  }

  @Test
  void noEventWritesARow() throws Exception {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, MESSAGES, "text"));
      assertHead(journal.views(), MESSAGES);
    }
    assertThat(headRows(store)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itOutlivesTheTruncationOfTheLastEvent(boolean isKilled) throws Exception {
    long tail = MESSAGES + 2;
    TestStore after = store;
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, MESSAGES, "text"));
      archiveAndTruncate(journal, tail);
      assertHead(journal.views(), MESSAGES);
      if (isKilled) {
        after = store.copyTo(parent.resolve("killed"));
      }
    }
    assertThat(headRows(after)).containsExactly(List.of(tail, (long) MESSAGES));
    try (RocksJournal journal = after.open()) {
      assertHead(journal.views(), MESSAGES);
      long term = journal.own(0, Runnable::run).term();
      commit(journal, 0, term, List.of(Records.message(tail + 1, term, MESSAGES + 1L, "next")));
      assertHead(journal.views(), MESSAGES + 1L);
    }
  }

  @Test
  void aTruncationThatLeavesEventsChangesNoHead() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, MESSAGES, "text"));
      archiveAndTruncate(journal, 7);
      assertHead(journal.views(), MESSAGES);
    }
  }

  @Test
  void theLastSeqOfSeveralCounts() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, MESSAGES, "text"));
      long tail = MESSAGES + 3;
      commit(
          journal,
          0,
          1,
          List.of(
              Records.entry(
                  tail,
                  1,
                  new MembersAdded(
                      CONVERSATION, MESSAGES + 1L, List.of(5L, 6L, 7L), 9, Records.name("add")))));
      assertHead(journal.views(), MESSAGES + 3L);
      archiveAndTruncate(journal, tail);
      assertHead(journal.views(), MESSAGES + 3L);
    }
  }

  /// The store was copied back: what it holds from before the gap has higher seqs than what
  /// PostgreSQL had and what came after it.
  @Test
  void eventsFromBeforeAGapDoNotCountAfterIt() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, MESSAGES, "text"));
      long index = 100;
      commit(
          journal,
          0,
          1,
          List.of(
              new JournalEntry(SHARD, 77, index, 1, new EpochStarted(1, "store missing")),
              ofEpoch(77, Records.loaded(index + 1, 1, CONVERSATION, 1, 2)),
              ofEpoch(77, Records.message(index + 2, 1, 3, "anew"))));
      assertThat(journal.views().conversation(CONVERSATION).orElseThrow().head()).isEqualTo(3);
      journal.archived(SHARD, 77, index);
      for (int i = 0; i < 10; i++) {
        journal.retain();
        store.clock.advance(store.window.dividedBy(8));
      }
      assertThat(journal.firstIndex(SHARD)).isEqualTo(index + 1);
      assertHead(journal.views(), 3);
      assertThat(journal.views().events(CONVERSATION, 3, 10, 1000).orElseThrow().entries())
          .as("the event that was put anew")
          .hasSize(1);
    }
  }

  private static JournalEntry ofEpoch(long epoch, JournalEntry entry) {
    return new JournalEntry(entry.shard(), epoch, entry.index(), entry.term(), entry.record());
  }

  @Test
  void aConversationWithAnEventThatIsNotTruncatedStays() {
    store.conversations = 64;
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, List.of(Records.start(1, 1)));
      long index = 1;
      for (long conversation = 1; conversation <= 64; conversation++) {
        commit(journal, 0, 1, List.of(Records.loaded(++index, 1, conversation, 1, 2)));
      }
      archiveAndTruncate(journal, index);
      for (long conversation = 1; conversation <= 60; conversation++) {
        commit(
            journal,
            0,
            1,
            List.of(Records.message(++index, 1, conversation, 1, "x", "n" + conversation, 5)));
      }
      for (long conversation = 65; conversation <= 140; conversation++) {
        commit(journal, 0, 1, List.of(Records.loaded(++index, 1, conversation, 1, 2)));
      }
      for (int i = 0; i < 10; i++) {
        journal.retain();
      }
      for (long conversation = 1; conversation <= 60; conversation++) {
        assertThat(journal.views().conversation(conversation)).isPresent();
      }
      assertThat(journal.views().conversation(64)).as("may go").isEmpty();
    }
  }

  /// Each event wrote the row, so it may be older or newer than what truncation would write.
  @Test
  void theRowOfAStoreOfTheFirstFormatCountsUntilAnEventIsNewer() throws Exception {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, MESSAGES, "text"));
    }
    putHeadRow(store, MESSAGES + 1L, MESSAGES - 1L);
    try (RocksJournal journal = store.open()) {
      assertHead(journal.views(), MESSAGES);
      journal.own(0, Runnable::run);
      archiveAndTruncate(journal, MESSAGES + 2L);
      assertHead(journal.views(), MESSAGES);
    }
  }
}
