package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreOpener;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/// Files of the store that are damaged or missing: no loss is silent.
final class DamageTest {
  private static final int MESSAGES = 300;
  private static final int OTHER_SHARD = SHARD + 1;

  @TempDir private Path parent;
  private TestStore store;

  /// More than a write buffer, so that records are in sorted files, and their rows in more than one
  /// write-ahead log.
  @BeforeEach
  void write() throws IOException {
    store = new TestStore(parent);
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      for (JournalEntry entry : Records.conversation(1, MESSAGES, "x".repeat(20_000))) {
        commit(journal, 0, 1, List.of(entry));
      }
      commit(
          journal,
          0,
          1,
          List.of(
              new JournalEntry(OTHER_SHARD, Records.EPOCH, 1, 1, new EpochStarted(1, "new")),
              new JournalEntry(
                  OTHER_SHARD, Records.EPOCH, 2, 1, new OnlineChanged(List.of(1L), List.of()))));
      while (store.meters.get("journal.files.bytes").gauge().value() == 0) {
        Thread.onSpinWait();
      }
    }
    assertThat(store.files(".log")).hasSizeGreaterThan(1);
    assertThat(store.files(".sst")).isNotEmpty();
  }

  @Test
  void aFolderWithoutTheFileCurrentIsRefusedAndLeftUnchanged() throws IOException {
    Files.delete(store.newest("CURRENT"));
    List<Path> before = store.files("0000");
    assertThatThrownBy(store::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the file CURRENT is missing")
        .hasMessageContaining("move the folder away");
    assertThat(store.files("0000")).isEqualTo(before);
  }

  /// The state after a kill while RocksDB creates a store.
  @Test
  void aHalfCreatedStoreIsCreatedAgain() throws Exception {
    TestStore other = new TestStore(Files.createDirectory(parent.resolve("other")));
    Files.createDirectory(other.folder);
    try (Options options = new Options().setCreateIfMissing(true)) {
      RocksDB.open(options, other.folder.toString()).close();
    }
    for (Path log : other.files(".log")) {
      Files.delete(log);
    }
    try (RocksJournal journal = other.open()) {
      assertThat(journal.own(0, Runnable::run).shards().get(SHARD).index()).isZero();
    }
  }

  @Test
  void aStoreWithoutLogsIsNotTakenForAHalfCreatedOne() throws IOException {
    for (Path file : store.files(".log")) {
      Files.delete(file);
    }
    for (Path file : store.files(".sst")) {
      Files.delete(file);
    }
    assertThatThrownBy(store::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged");
  }

  enum Harm {
    MISSING,
    EMPTY,
    CUT_IN_THE_MIDDLE,
    CUT_AT_THE_END,
    ENDS_IN_ZEROS,
    GARBLED
  }

  /// Another log follows, so this is not the end that a kill leaves.
  @ParameterizedTest
  @EnumSource(Harm.class)
  void anIncompleteOlderLogIsRefused(Harm harm) throws IOException {
    Path log = store.files(".log").getFirst();
    byte[] bytes = Files.readAllBytes(log);
    Files.delete(log);
    switch (harm) {
      case MISSING -> {}
      case EMPTY -> Files.createFile(log);
      case CUT_IN_THE_MIDDLE -> Files.write(log, Arrays.copyOf(bytes, bytes.length / 2));
      case CUT_AT_THE_END -> Files.write(log, Arrays.copyOf(bytes, bytes.length - 3));
      case ENDS_IN_ZEROS -> {
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
        Files.write(log, bytes);
      }
      case GARBLED -> {
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(log, bytes);
      }
    }
    assertThatThrownBy(store::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("move the folder away");
  }

  @Test
  void aLockFailureIsNotReportedAsAnotherProcess() throws IOException {
    Path lock = store.newest("LOCK");
    Files.delete(lock);
    Files.createDirectory(lock);
    assertThatThrownBy(store::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be opened")
        .hasMessageNotContaining("another process");
  }

  enum Gap {
    MISSING,
    UNREADABLE
  }

  @ParameterizedTest
  @EnumSource(Gap.class)
  void recordsBeforeAMissingOneAreReadAndNoneAfterIt(Gap gap) throws Exception {
    long last = MESSAGES + 2;
    try (OpenStore raw = new StoreOpener(store.settings()).open()) {
      for (long index : new long[] {5, last}) {
        byte[] key = Keys.record(SHARD, index);
        switch (gap) {
          case MISSING -> raw.database().delete(raw.handle(Column.RECORDS), key);
          case UNREADABLE ->
              raw.database().put(raw.handle(Column.RECORDS), key, new byte[] {99, 1, 2});
        }
      }
    }
    try (RocksJournal journal = store.open()) {
      assertThat(journal.read(SHARD, 2, 3, 1 << 20)).hasSize(3);
      assertThat(journal.read(SHARD, 3, 100, 1 << 20))
          .extracting(JournalEntry::index)
          .containsExactly(3L, 4L);
      assertThat(journal.read(SHARD, last - 1, 100, 1 << 20))
          .extracting(JournalEntry::index)
          .containsExactly(last - 1);
      for (long from : new long[] {5, last}) {
        assertThatThrownBy(() -> journal.read(SHARD, from, 3, 1 << 20))
            .isInstanceOf(DamagedException.class)
            .hasMessageContaining("record %d of shard %d".formatted(from, SHARD));
      }
      assertThat(journal.read(SHARD, 6, 3, 1 << 20)).hasSize(3);
      assertThat(journal.read(SHARD, last + 1, 1, 1 << 20)).isEmpty();
    }
  }

  /// Otherwise a gateway that reconnects would miss the changes in that record.
  @ParameterizedTest
  @ValueSource(longs = {5, 100, MESSAGES + 2})
  void changesAreUnknownIfARecordIsMissing(long missing) throws Exception {
    try (OpenStore raw = new StoreOpener(store.settings()).open()) {
      raw.database().delete(raw.handle(Column.RECORDS), Keys.record(SHARD, missing));
    }
    try (RocksJournal journal = store.open()) {
      assertThatThrownBy(() -> journal.views().changedSince(SHARD, 4))
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining("record %d of shard %d".formatted(missing, SHARD));
      assertThat(journal.views().changedSince(OTHER_SHARD, 0)).isEmpty();
    }
  }

  @Test
  void theRecordsBeforeADamagedBlockAreRead() throws Exception {
    garbleTheMiddleOfTheFileOf(Column.RECORDS);
    try (RocksJournal journal = store.open()) {
      List<JournalEntry> whole = journal.read(SHARD, 1, 1000, 1 << 30);
      assertThat(whole).isNotEmpty().hasSizeLessThan(MESSAGES);
      long next = whole.getLast().index() + 1;
      assertThat(whole.getFirst().index()).isEqualTo(1);
      assertThat(whole).hasSize((int) next - 1);
      assertThatThrownBy(() -> journal.read(SHARD, next, 1000, 1 << 30))
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining("checksum mismatch");
    }
  }

  @Test
  void aDamagedRecordIsNotReadAndDoesNotStopTheRetentionOfOtherShards() throws IOException {
    garbleFileOf(Column.RECORDS);
    try (RocksJournal journal = store.open()) {
      assertThatThrownBy(() -> journal.read(SHARD, 1, 1000, 1 << 30))
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining("checksum mismatch");
      assertThat(journal.read(OTHER_SHARD, 1, 10, 1 << 20)).hasSize(2);
      journal.archived(OTHER_SHARD, Records.EPOCH, 2);
      for (int i = 1; i < 20; i++) {
        journal.archived(SHARD, Records.EPOCH, i);
        journal.retain();
        store.clock.advance(store.window.dividedBy(8));
      }
      assertThat(journal.firstIndex(OTHER_SHARD)).isEqualTo(3);
    }
  }

  /// Each opening makes one more file of each column, as retention does, and from four on they are
  /// compacted.
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void damageThatACompactionFindsStopsTheProcess() throws Exception {
    long index = MESSAGES + 2;
    for (int i = 0; i < 2; i++) {
      try (RocksJournal journal = store.open()) {
        long term = journal.own(0, Runnable::run).term();
        index++;
        commit(journal, 0, term, List.of(Records.message(index, term, index - 2, "more")));
      }
    }
    garbleFileOf(Column.EVENTS);
    try (RocksJournal journal = store.open()) {
      long term = journal.own(0, Runnable::run).term();
      index++;
      commit(journal, 0, term, List.of(Records.message(index, term, index - 2, "more")));
      journal.archived(SHARD, Records.EPOCH, MESSAGES);
      letGo(journal);
      Outcome outcome = Outcome.COMMITTED;
      while (outcome == Outcome.COMMITTED) {
        index++;
        JournalEntry entry = Records.message(index, term, index - 2, "x".repeat(10_000));
        outcome = TestStore.append(journal, 0, term, List.of(entry));
      }
      assertThat(TestStore.await(store.stopped)).contains("is damaged", "checksum mismatch");
      assertThat(journal.status().writable()).isFalse();
      assertThatThrownBy(() -> journal.own(0, Runnable::run)).hasMessageContaining("is damaged");
      assertThat(journal.read(SHARD, index - 1, 1, 1 << 20)).as("reads go on").hasSize(1);
    }
  }

  private void letGo(RocksJournal journal) {
    for (int i = 0; i < 10; i++) {
      journal.retain();
      store.clock.advance(store.window.dividedBy(8));
    }
  }

  private void garbleFileOf(Column column) throws IOException {
    garbleFileOf(column, _ -> 20);
  }

  private void garbleTheMiddleOfTheFileOf(Column column) throws IOException {
    garbleFileOf(column, length -> length / 2);
  }

  /// The first file of a column has its name among its properties.
  private void garbleFileOf(Column column, IntUnaryOperator at) throws IOException {
    String name = "name" + new String(column.familyName(), StandardCharsets.UTF_8);
    for (Path file : store.files(".sst")) {
      byte[] bytes = Files.readAllBytes(file);
      if (new String(bytes, StandardCharsets.ISO_8859_1).contains(name)) {
        bytes[at.applyAsInt(bytes.length)] ^= 0x55;
        Files.write(file, bytes);
        return;
      }
    }
    throw new AssertionError("no file of " + column);
  }
}
