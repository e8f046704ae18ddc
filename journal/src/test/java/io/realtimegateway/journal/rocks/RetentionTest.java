package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.CONVERSATION;
import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.model.record.NameSpace;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {
  @TempDir private Path folder;
  private TestStore store;

  @BeforeEach
  void prepare() {
    store = new TestStore(folder);
  }

  /// Advances time in steps of an eighth of the window, as the retention thread works.
  private void pass(RocksJournal journal, int eighths) {
    for (int i = 0; i < eighths; i++) {
      store.clock.advance(store.window.dividedBy(8));
      journal.retain();
    }
  }

  @Test
  void recordsAreTruncatedAfterTheirWindowAndNotBefore() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 10, "text"));
      journal.retain();
      journal.archived(SHARD, Records.EPOCH, 8);
      pass(journal, 7);
      assertThat(journal.firstIndex(SHARD)).isEqualTo(1);
      pass(journal, 3);
      assertThat(journal.firstIndex(SHARD)).isEqualTo(9);
      assertThatThrownBy(() -> journal.read(SHARD, 8, 10, 1000))
          .isInstanceOf(TruncatedException.class);
      assertThat(journal.read(SHARD, 9, 10, 1000)).hasSize(4);
      LocalViews views = journal.views();
      assertThat(views.events(CONVERSATION, 6, 100, 1000)).isEmpty();
      assertThat(views.events(CONVERSATION, 7, 100, 1000).orElseThrow().entries()).hasSize(4);
      assertThatThrownBy(() -> views.changedSince(SHARD, 7)).isInstanceOf(TruncatedException.class);
      assertThat(views.changedSince(SHARD, 8)).hasSize(1);
      assertThat(views.conversation(CONVERSATION).orElseThrow().head()).isEqualTo(10);
      assertThat(views.message(CONVERSATION * 1_000_000 + 1)).isPresent();
      assertThat(views.newestOf(CONVERSATION * 1_000_000 + 1)).isEmpty();
      assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, "name-7-1")).isPresent();
      pass(journal, 40);
      assertThat(journal.firstIndex(SHARD)).as("not archived, so it stays").isEqualTo(9);
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.firstIndex(SHARD)).isEqualTo(9);
      assertThat(journal.own(0, Runnable::run).shards().get(SHARD).index()).isEqualTo(12);
    }
  }

  @Test
  void theWindowContinuesAcrossRestarts() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 10, "text"));
      journal.archived(SHARD, Records.EPOCH, 12);
      journal.retain();
    }
    for (int i = 0; i < 9; i++) {
      try (RocksJournal journal = store.open()) {
        pass(journal, 1);
      }
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.firstIndex(SHARD)).isEqualTo(13);
      journal.own(0, Runnable::run);
      commit(journal, 0, 2, List.of(Records.message(13, 2, 11, "continues")));
    }
  }

  @Test
  void aDeletedTextIsGoneFromTheFilesTwoWindowsAfterItsDeleteWasArchived() throws Exception {
    String secret = "the-secret-that-was-deleted";
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 5, "before"));
      commit(journal, 0, 1, List.of(Records.message(8, 1, 6, secret)));
      commit(journal, 0, 1, List.of(Records.deleted(9, 1, 7, 6)));
      commit(journal, 0, 1, List.of(Records.message(10, 1, 8, "after")));
      journal.archived(SHARD, Records.EPOCH, 9);
      assertThat(filesWith(secret)).isNotEmpty();
      pass(journal, 16);
      assertThat(journal.firstIndex(SHARD)).isEqualTo(10);
      assertThat(filesWith(secret)).isEmpty();
      assertThat(journal.read(SHARD, 10, 10, 1000)).hasSize(1);
    }
  }

  @Test
  void aDeletedTextIsGoneWheneverTheProcessRestarts() throws Exception {
    String secret = "the-secret-that-was-deleted";
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, List.of(Records.start(1, 1), Records.message(2, 1, 1, secret)));
      commit(journal, 0, 1, List.of(Records.deleted(3, 1, 2, 1)));
      journal.archived(SHARD, Records.EPOCH, 3);
      journal.retain();
    }
    for (int i = 0; i < 16; i++) {
      try (RocksJournal journal = store.open()) {
        pass(journal, 1);
      }
    }
    assertThat(filesWith(secret)).isEmpty();
  }

  @Test
  void aboveTheSizeLimitArchivedRecordsAreTruncatedEarly() {
    store.retentionBytes = 1 << 20;
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 400, "x".repeat(10_000)));
      journal.retain();
      assertThat(journal.firstIndex(SHARD)).as("nothing is archived").isEqualTo(1);
      journal.archived(SHARD, Records.EPOCH, 402);
      journal.retain();
      assertThat(journal.firstIndex(SHARD)).isBetween(270L, 330L);
    }
  }

  /// RocksDB compacts in threads of its own, so the folder is small again after a while.
  @Test
  @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
  void theFolderStaysSmallUnderLoad() {
    store.retentionBytes = 4 << 20;
    store.namesBytes = 4 << 20;
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 1, "x"));
      long seq = 1;
      for (int round = 0; round < 60; round++) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          seq++;
          entries.add(Records.message(seq + 2, 1, seq, "x".repeat(3000)));
        }
        commit(journal, 0, 1, entries);
        journal.archived(SHARD, Records.EPOCH, seq + 2);
        journal.retain();
        while (round % 10 == 9 && folderBytes() > 80L << 20) {
          journal.retain();
        }
      }
    }
    // 180 MB were written.
    assertThat(folderBytes()).isLessThan(80L << 20);
  }

  @Test
  void theOldestNamesAreEvictedFirstAndTheMarkFollows() {
    store.namesBytes = 1 << 20;
    long start = store.clock.millis();
    try (RocksJournal journal = store.open()) {
      LocalViews views = journal.views();
      assertThat(views.completeSince()).isEqualTo(start + Duration.ofDays(1).toMillis());
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, List.of(Records.start(1, 1)));
      long base = views.completeSince();
      long index = 1;
      for (int round = 0; round < 30; round++) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          index++;
          entries.add(named(index, uuid(base + index), base + index));
        }
        commit(journal, 0, 1, entries);
        journal.retain();
      }
      assertThat(views.completeSince()).as("nothing is archived, nothing goes").isEqualTo(base);
      assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, uuid(base + 2))).isPresent();
      journal.archived(SHARD, Records.EPOCH, index);
      journal.retain();
      long mark = views.completeSince();
      assertThat(mark).isGreaterThan(base);
      assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, uuid(base + 2))).isEmpty();
      for (long at = mark; at <= base + index; at++) {
        assertThat(views.mayKnowName(CONVERSATION, 1, NameSpace.MESSAGE, uuid(at))).isTrue();
        assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, uuid(at))).isPresent();
      }
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.views().completeSince()).isGreaterThan(start + 1000);
    }
  }

  @Test
  void aNameFromTheFutureIsCarriedOverAndDoesNotPushTheMark() {
    store.namesBytes = 1 << 20;
    try (RocksJournal journal = store.open()) {
      LocalViews views = journal.views();
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, List.of(Records.start(1, 1)));
      long base = views.completeSince();
      String future = uuid(base + Duration.ofHours(23).toMillis());
      commit(journal, 0, 1, List.of(named(2, future, base), namedEdit(3, future, base)));
      long index = 3;
      for (int round = 0; round < 30; round++) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          index++;
          entries.add(named(index, uuid(base + index), base + index));
        }
        commit(journal, 0, 1, entries);
        journal.archived(SHARD, Records.EPOCH, index);
        journal.retain();
      }
      assertThat(views.completeSince()).isBetween(base + 1, base + index);
      assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, uuid(base + 4))).isEmpty();
      assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, future)).isPresent();
      assertThat(views.answer(CONVERSATION, 1, NameSpace.COMMAND, future)).isPresent();
    }
  }

  @Test
  void namesAreFoundAgainAfterARestart() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, Records.conversation(1, 500, "text"));
    }
    try (RocksJournal journal = store.open()) {
      for (int seq = 1; seq <= 500; seq++) {
        assertThat(journal.views().mayKnowName(CONVERSATION, 1, NameSpace.MESSAGE, "name-7-" + seq))
            .isTrue();
        assertThat(journal.views().answer(CONVERSATION, 1, NameSpace.MESSAGE, "name-7-" + seq))
            .isPresent();
      }
    }
  }

  @Test
  void leastRecentlyWrittenConversationsAreEvictedOnceTheirRecordsAreTruncated() {
    store.conversations = 64;
    try (RocksJournal journal = store.open()) {
      LocalViews views = journal.views();
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, List.of(Records.start(1, 1)));
      long index = 1;
      for (long conversation = 1; conversation <= 70; conversation++) {
        commit(journal, 0, 1, List.of(Records.loaded(++index, 1, conversation, 1, 2)));
      }
      commit(journal, 0, 1, List.of(Records.message(++index, 1, 1, 1, "x", "late", 5)));
      pass(journal, 10);
      assertThat(views.conversation(2)).as("not archived").isPresent();
      journal.archived(SHARD, Records.EPOCH, index);
      pass(journal, 10);
      assertThat(views.conversation(1)).as("written to last").isPresent();
      assertThat(views.conversation(2)).isEmpty();
      assertThat(views.conversation(70)).isPresent();
    }
  }

  @Test
  void revocationsAreRemovedAfterTheirEnd() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      long end = store.clock.millis() + 1000;
      commit(
          journal,
          0,
          1,
          List.of(Records.start(1, 1), Records.entry(2, 1, new LoginsRevoked(4, "abc", 0, end))));
      journal.retain();
      assertThat(journal.views().revocations(SHARD, 0)).hasSize(1);
      pass(journal, 1);
      assertThat(journal.views().revocations(SHARD, 0)).isEmpty();
    }
  }

  /// The stop point lies between reading and removing, so that the race always happens.
  @Test
  void aRowThatAnEditOrADeleteWritesDuringTheRemovalStays() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      int count = 3000;
      commit(journal, 0, 1, Records.conversation(1, count, "text"));
      long tail = count + 2L;
      journal.archived(SHARD, Records.EPOCH, tail);
      pass(journal, 10);
      assertThat(journal.firstIndex(SHARD)).isEqualTo(tail + 1);
      BlockingQueue<Boolean> found = new LinkedBlockingQueue<>();
      store.beforeRemoval =
          () -> {
            if (found.isEmpty()) {
              found.add(true);
              commit(
                  journal,
                  0,
                  1,
                  List.of(
                      Records.updated(tail + 1, 1, count + 1L, 10, "new"),
                      Records.deleted(tail + 2, 1, count + 2L, 20)));
            }
          };
      store.clock.advance(
          Duration.ofDays(1)); // A new generation of names is due, and this one is removed.
      journal.retain();
      assertThat(found).as("reached the stop point").isNotEmpty();
      LocalViews views = journal.views();
      assertThat(views.message(messageID(9))).as("not changed since").isEmpty();
      assertThat(views.message(messageID(10)).orElseThrow().changeSeq()).isEqualTo(count + 1L);
      assertThat(views.message(messageID(20)).orElseThrow().deleted()).isTrue();
      assertThat(views.changeSeqs(CONVERSATION, new long[] {messageID(10), messageID(20)}))
          .containsExactly(count + 1L, count + 2L);
    }
  }

  @Test
  void aRevocationThatIsRenewedDuringTheRemovalStays() {
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      long end = store.clock.millis() + 1000;
      commit(journal, 0, 1, List.of(Records.start(1, 1), revoked(2, 4, end), revoked(3, 5, end)));
      store.beforeRemoval =
          () -> {
            store.beforeRemoval = () -> {};
            long later = store.clock.millis() + 1000;
            commit(journal, 0, 1, List.of(revoked(4, 4, later)));
          };
      pass(journal, 1);
      assertThat(journal.views().revocations(SHARD, 0))
          .extracting(LoginsRevoked::userID)
          .containsExactly(4L);
    }
  }

  private static JournalEntry revoked(long index, long user, long keptUntil) {
    return Records.entry(index, 1, new LoginsRevoked(user, "abc", 0, keptUntil));
  }

  private static long messageID(long seq) {
    return CONVERSATION * 1_000_000 + seq;
  }

  private static JournalEntry named(long index, String name, long at) {
    return Records.message(index, 1, CONVERSATION, index, "x", name, at);
  }

  private static JournalEntry namedEdit(long index, String name, long at) {
    CommandName given = new CommandName(1, name, true, 11, 12);
    return Records.entry(
        index,
        1,
        new MessageUpdated(
            CONVERSATION, index, messageID(2), 1, 2, at, at, "y", null, null, given));
  }

  private static String uuid(long millis) {
    return RandomHistory.uuid7(millis, millis);
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /// A file may disappear during the sum; its length is 0 then.
  private long folderBytes() {
    long bytes = 0;
    for (File file : store.folder.toFile().listFiles()) {
      bytes += file.length();
    }
    return bytes;
  }
}
