package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.journal.Journal.ShardTail;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TailsTest {
  private static final int RECORDS = 30;
  private static final int LENGTH_AT = 4;
  private static final int TYPE_AT = 6;
  private static final int HEADER_BYTES = 7;

  @TempDir private Path parent;

  @Test
  void aNewStoreHasEmptyTailsThatNeedNoProof() {
    try (RocksJournal journal = new TestStore(parent).open()) {
      assertThat(tail(journal)).isEqualTo(new ShardTail(SHARD, 0, 0, true, ""));
    }
  }

  @Test
  void aTailIsProvenAfterACleanCloseWhateverTheBoot() {
    TestStore store = new TestStore(parent);
    write(store).close();
    store.bootId = "boot-2";
    try (RocksJournal journal = store.open()) {
      assertThat(tail(journal)).isEqualTo(new ShardTail(SHARD, Records.EPOCH, RECORDS, true, ""));
    }
  }

  @Test
  void aTailIsProvenAfterAKillDuringTheSameBoot() throws IOException {
    TestStore killed = killed(new TestStore(parent));
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal).provable()).isTrue();
      assertThat(tail(journal).index()).isEqualTo(RECORDS);
    }
  }

  @Test
  void atWrittenATailOfAnotherBootIsUnprovenUntilANewEpoch() throws IOException {
    TestStore killed = killed(new TestStore(parent));
    killed.bootId = "boot-2";
    try (RocksJournal journal = killed.open()) {
      ShardTail tail = tail(journal);
      assertThat(tail.provable()).isFalse();
      assertThat(tail.doubt()).isEqualTo("unclean shutdown of the machine");
    }
    try (RocksJournal journal = killed.open()) {
      Ownership owned = journal.own(0, Runnable::run);
      assertThat(owned.shards().get(SHARD).provable()).as("doubt outlives a start").isFalse();
      commit(
          journal,
          0,
          owned.term(),
          List.of(
              new JournalEntry(
                  SHARD, 77, RECORDS + 1, owned.term(), new EpochStarted(1, "unclean"))));
      assertThat(tail(journal)).isEqualTo(new ShardTail(SHARD, 77, RECORDS + 1, true, ""));
    }
  }

  @Test
  void atFsyncedATailIsProvenAfterAnotherBoot() throws IOException {
    TestStore store = new TestStore(parent);
    store.level = Level.FSYNCED;
    TestStore killed = killed(store);
    killed.bootId = "boot-2";
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal).provable()).isTrue();
    }
  }

  @Test
  void theLevelAtWhichTheTailWasWrittenCounts() throws IOException {
    TestStore killed = killed(new TestStore(parent));
    killed.bootId = "boot-2";
    killed.level = Level.FSYNCED;
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal).provable()).isFalse();
    }
  }

  @Test
  void aLogCutAnywhereLeavesADensePrefixWithItsViews() throws Exception {
    TestStore killed = killed(new TestStore(parent));
    Path log = killed.newest(".log");
    long size = Files.size(log);
    Random random = new Random(4);
    for (int i = 0; i < 25; i++) {
      long cut = i < 12 ? size - 1 - i * 23L : random.nextLong(size);
      TestStore torn = killed.copyTo(parent.resolve("cut-" + i));
      try (var channel = Files.newByteChannel(torn.newest(".log"), StandardOpenOption.WRITE)) {
        channel.truncate(cut);
      }
      checkPrefix(torn, i < 12);
    }
  }

  @Test
  void aLogThatEndsInZerosLosesNothingBeforeThem() throws Exception {
    TestStore killed = killed(new TestStore(parent));
    Files.write(killed.newest(".log"), new byte[5000], StandardOpenOption.APPEND);
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal).index()).isEqualTo(RECORDS);
      assertThat(tail(journal).provable()).isTrue();
    }
  }

  @Test
  void aGarbledLogLeavesADenseUnprovenPrefix() throws Exception {
    TestStore killed = killed(new TestStore(parent));
    long size = Files.size(killed.newest(".log"));
    for (int i = 0; i < 12; i++) {
      TestStore garbled = killed.copyTo(parent.resolve("garbled-" + i));
      Path log = garbled.newest(".log");
      byte[] bytes = Files.readAllBytes(log);
      int at = (int) (size - 1 - i * 41L);
      bytes[at] ^= 0x55;
      Files.write(log, bytes);
      try (RocksJournal journal = garbled.open()) {
        ShardTail tail = tail(journal);
        assertThat(tail.index()).isBetween(1L, (long) RECORDS);
        assertThat(tail.provable()).as("byte " + at + " of " + size).isFalse();
        assertThat(tail.doubt()).isEqualTo("damaged log");
      }
      assertThat(ViewRows.assertSameWhenRebuiltExceptDoubts(garbled.settings())).isPositive();
    }
  }

  /// RocksDB would loop forever on some of these.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 127, 128, 129, 130, 131, 132, 255})
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aHalfWrittenRecordIsDroppedWhateverItsType(int type) throws Exception {
    TestStore killed = killed(new TestStore(parent));
    byte[] half = new byte[40];
    half[LENGTH_AT] = 100;
    half[TYPE_AT] = (byte) type;
    Files.write(killed.newest(".log"), half, StandardOpenOption.APPEND);
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal)).isEqualTo(new ShardTail(SHARD, Records.EPOCH, RECORDS, true, ""));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 11, 131})
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aRecordWithOnlyADamagedTypeIsRepaired(int type) throws Exception {
    TestStore killed = killed(new TestStore(parent));
    for (int record : List.of(0, 1, RECORDS / 2)) {
      TestStore garbled = killed.copyTo(parent.resolve("type-" + record));
      damage(garbled, record, type, false);
      try (RocksJournal journal = garbled.open()) {
        assertThat(tail(journal)).isEqualTo(new ShardTail(SHARD, Records.EPOCH, RECORDS, true, ""));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 11, 131})
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aRecordWhoseTypeAndTextAreDamagedIsNotTakenForTheEnd(int type) throws Exception {
    TestStore killed = killed(new TestStore(parent));
    damage(killed, RECORDS / 2, type, true);
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal).index()).isBetween(1L, RECORDS - 1L);
      assertThat(tail(journal).doubt()).isEqualTo("damaged log");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 11, 131})
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void aDamagedManifestIsRefusedOrRepaired(int type) throws Exception {
    TestStore killed = killed(new TestStore(parent));
    Path manifest = killed.newest("MANIFEST-");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[header(bytes, 1) + TYPE_AT] = (byte) type;
    Files.write(manifest, bytes);
    try (RocksJournal journal = killed.open()) {
      assertThat(tail(journal).index()).isEqualTo(RECORDS);
    }
    bytes[header(bytes, 1) + HEADER_BYTES] ^= 0x55;
    Files.write(killed.newest("MANIFEST-"), bytes);
    assertThatThrownBy(killed::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
  void theStoreOpensWithAllRecordsWhateverFollowsTheLast() throws Exception {
    TestStore killed = killed(new TestStore(parent));
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      TestStore garbled = killed.copyTo(parent.resolve("random-" + i));
      byte[] rest = new byte[random.nextInt(1, 80_000)];
      random.nextBytes(rest);
      rest[Math.min(TYPE_AT, rest.length - 1)] = (byte) random.nextInt(16);
      Files.write(garbled.newest(".log"), rest, StandardOpenOption.APPEND);
      try (RocksJournal journal = garbled.open()) {
        assertThat(tail(journal).index()).as("garbage %d", i).isEqualTo(RECORDS);
      }
    }
  }

  /// Sets the type of a record in the log, and changes its text where that is wanted.
  private static void damage(TestStore store, int record, int type, boolean alsoText)
      throws IOException {
    Path log = store.newest(".log");
    byte[] bytes = Files.readAllBytes(log);
    int header = header(bytes, record);
    bytes[header + TYPE_AT] = (byte) type;
    if (alsoText) {
      bytes[header + HEADER_BYTES + 20] ^= 0x55;
    }
    Files.write(log, bytes);
  }

  /// Where the header of a record is, in a log of one block.
  private static int header(byte[] log, int record) {
    int at = 0;
    for (int i = 0; i < record; i++) {
      at += HEADER_BYTES + (log[at + LENGTH_AT] & 0xff) + ((log[at + LENGTH_AT + 1] & 0xff) << 8);
    }
    return at;
  }

  private void checkPrefix(TestStore torn, boolean most) throws Exception {
    int count = ViewRows.assertSameWhenRebuilt(torn.settings());
    try (RocksJournal journal = torn.open()) {
      List<JournalEntry> entries = journal.read(SHARD, 1, 1000, 1 << 20);
      assertThat(entries).hasSize(count);
      for (int i = 0; i < count; i++) {
        assertThat(entries.get(i).index()).isEqualTo(i + 1);
      }
      assertThat(tail(journal).index()).isEqualTo(count);
      if (most) {
        assertThat(count).isBetween(RECORDS - 5, RECORDS);
      }
    }
  }

  /// One batch per record, so that a cut falls between them.
  private static RocksJournal write(TestStore store) {
    RocksJournal journal = store.open();
    journal.own(0, Runnable::run);
    for (JournalEntry entry : Records.conversation(1, RECORDS - 2, "text")) {
      commit(journal, 0, 1, List.of(entry));
    }
    return journal;
  }

  /// The state after a kill: the files as they are while the store is open.
  private TestStore killed(TestStore store) throws IOException {
    try (RocksJournal _ = write(store)) {
      return store.copyTo(parent.resolve("killed"));
    }
  }

  private static ShardTail tail(RocksJournal journal) {
    return journal.own(0, Runnable::run).shards().get(SHARD);
  }
}
