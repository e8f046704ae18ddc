package io.realtimegateway.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.journal.testing.UncertainJournal;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import io.realtimegateway.store.archive.ShardPosition;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is gathered from the ring and from a journal, whatever was committed and archived.
@Timeout(60)
final class BatchGathererTest {
  private static final int SHARD_COUNT = 16;
  private static final int HOT = 5;
  private static final int BATCH = 20;

  /// Of the lightest entry.
  private static final long WEIGHT = EntryWeight.of(new JournalEntry(0, 1, 1, 1, online(1)));

  private RocksJournal rocks;
  private UncertainJournal journal;
  private final Map<Integer, Long> terms = new HashMap<>();
  private final Map<Integer, List<JournalEntry>> committed = new HashMap<>();
  private final List<ArchiveProgress> shards = new ArrayList<>();
  private final Commits commits = new Commits(Clock.systemUTC());
  private final CommittedRing ring = new CommittedRing(64, 40 * WEIGHT);
  private final Halts halts = new Halts();
  private BatchGatherer gatherer;
  private int reads;

  @BeforeEach
  void open(@TempDir Path folder) {
    rocks =
        RocksJournal.open(
            folder.resolve("journal"),
            JournalSettings.defaults(),
            null,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            _ -> {});
    journal = new UncertainJournal(rocks, 1);
    journal.beforeRead = () -> reads++;
    for (int log = 0; log <= Shards.logOf(SHARD_COUNT - 1); log++) {
      terms.put(log, rocks.own(log, Runnable::run).term());
    }
    for (int shard = 0; shard < SHARD_COUNT; shard++) {
      committed.put(shard, new ArrayList<>());
      shards.add(new ArchiveProgress(shard, BATCH));
    }
    for (int shard = 0; shard < SHARD_COUNT; shard++) {
      commit(shard, new EpochStarted(1, "test"), true);
    }
    gatherer =
        new BatchGatherer(new CommittedEntries(ring), journal, commits, halts, BATCH, shards);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void whatWasHandedOverIsNotReadFromTheJournal() {
    archiveAll();
    reads = 0;
    for (int i = 0; i < 10; i++) {
      commit(i % 3, 1, true);
    }
    archiveAll();
    assertEverythingIsArchived();
    assertThat(reads).isZero();
    assertThat(ring.bytes()).isZero();
  }

  @Test
  void whatFindsNoRoomIsReadFromTheJournalAndNothingElse() {
    archiveAll();
    reads = 0;
    for (int i = 0; i < 40; i++) {
      commit(HOT, 1, true);
    }
    archiveAll();
    assertThat(reads).as("exactly as much as there is room for").isZero();
    for (int i = 0; i < 41; i++) {
      commit(HOT, 1, true);
    }
    archive(gatherer.gather());
    assertThat(reads).as("from the ring as far as it reaches").isZero();
    commit(HOT, 1, true);
    archiveAll();
    assertThat(reads).as("the one record between").isEqualTo(1);
    assertEverythingIsArchived();
  }

  @Test
  void aHotShardDoesNotKeepOthersFromBeingArchived() {
    archiveAll();
    for (int i = 0; i < 200; i++) {
      commit(HOT, 1, true);
    }
    commit(HOT + 1, 1, true);
    int batches = 0;
    while (archivedOf(HOT + 1) < 2) {
      archive(gatherer.gather());
      batches++;
    }
    assertThat(batches).isLessThanOrEqualTo(2);
    archiveAll();
    assertEverythingIsArchived();
  }

  @Test
  void aHaltedShardTakesNoRoomOfOthers() {
    archiveAll();
    journal.damage(HOT);
    commit(HOT, 1, false);
    for (int i = 0; i < 60; i++) {
      commit(HOT, 1, true);
    }
    archiveAll();
    assertThat(halts.shards).containsExactly(HOT);
    commit(HOT, 1, true);
    assertThat(gatherer.gather()).isEmpty();
    reads = 0;
    for (int i = 0; i < 40; i++) {
      commit(1, 1, true);
    }
    archiveAll();
    assertThat(archivedOf(1)).isEqualTo(41);
    assertThat(reads).isZero();
  }

  @Test
  void aBatchThatWasNotWrittenIsGatheredAgain() {
    archiveAll();
    for (int i = 0; i < 30; i++) {
      commit(i % 2, 1, true);
    }
    List<Stretch> first = gatherer.gather();
    List<Stretch> again = gatherer.gather();
    assertThat(entries(again)).containsAll(entries(first).subList(0, 1));
    archive(again);
    archiveAll();
    assertEverythingIsArchived();
  }

  @Test
  void aBatchIsBoundedByBytes() {
    List<Long> users = LongStream.range(0, 30_000).boxed().toList();
    for (int i = 0; i < 12; i++) {
      commit(i, users.size(), true);
    }
    long largest = 0;
    for (List<Stretch> batch = gatherer.gather(); !batch.isEmpty(); batch = gatherer.gather()) {
      largest = Math.max(largest, batch.stream().mapToLong(Stretch::weight).sum());
      archive(batch);
    }
    assertThat(largest)
        .isGreaterThan(ArchiverSettings.BATCH_BYTES / 2)
        .isLessThan(ArchiverSettings.BATCH_BYTES + 32L * 30_000 + WEIGHT);
    assertEverythingIsArchived();
  }

  /// Commits that are not known, overflow, batches that fail for the database or for what they
  /// hold, a database that went back, and one that has what looked like a failure.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsSkippedAndNothingIsWrittenTwice(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 1_500; step++) {
      switch (random.nextInt(12)) {
        case 0 -> gatherer.gather();
        case 1 -> fail(gatherer.gather());
        case 2 -> commitThoughItLookedLikeAFailure(gatherer.gather());
        case 3 -> goBack(random);
        case 4, 5, 6 -> archive(gatherer.gather());
        default -> {
          int shard = random.nextInt(3) == 0 ? random.nextInt(SHARD_COUNT) : HOT;
          for (int i = random.nextInt(12); i >= 0; i--) {
            commit(shard, 1 + random.nextInt(20), random.nextInt(20) > 0);
          }
        }
      }
    }
    for (int shard = 0; shard < SHARD_COUNT; shard++) {
      commit(shard, 1, true);
    }
    archiveAll();
    assertEverythingIsArchived();
    assertThat(ring.bytes()).isZero();
  }

  /// @param isKnown whether the loop learns of it
  private void commit(int shard, int users, boolean isKnown) {
    commit(shard, online(users), isKnown);
  }

  private void commit(int shard, JournalRecord record, boolean isKnown) {
    int log = Shards.logOf(shard);
    List<JournalEntry> all = committed.get(shard);
    JournalEntry entry = new JournalEntry(shard, 1, all.size() + 1L, terms.get(log), record);
    CompletableFuture<Journal.Outcome> outcome = new CompletableFuture<>();
    rocks.append(
        List.of(new Journal.Append(log, terms.get(log), List.of(entry), outcome::complete)));
    assertThat(outcome.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(Journal.Outcome.COMMITTED);
    all.add(entry);
    if (isKnown) {
      boolean _ = ring.offer(entry);
      commits.committed(shard, entry.index());
    }
  }

  private static OnlineChanged online(int users) {
    return new OnlineChanged(LongStream.rangeClosed(1, users).boxed().toList(), List.of());
  }

  private void archiveAll() {
    for (List<Stretch> batch = gatherer.gather(); !batch.isEmpty(); batch = gatherer.gather()) {
      archive(batch);
    }
  }

  /// Requires that a batch continues what is archived of each shard.
  private void check(List<Stretch> batch) {
    assertThat(entries(batch).size()).isLessThanOrEqualTo(BATCH);
    assertThat(batch).map(stretch -> stretch.shard().shard()).doesNotHaveDuplicates();
    for (Stretch stretch : batch) {
      int from = (int) stretch.shard().position().index();
      assertThat(stretch.entries())
          .isEqualTo(
              committed
                  .get(stretch.shard().shard())
                  .subList(from, from + stretch.entries().size()));
    }
  }

  private void archive(List<Stretch> batch) {
    check(batch);
    for (Stretch stretch : batch) {
      stretch.shard().archived(1, stretch.last().index());
      commits.archived(stretch.shard().shard(), stretch.last().index(), stretch.readAt());
    }
  }

  private void fail(List<Stretch> batch) {
    check(batch);
    batch.forEach(
        stretch -> stretch.shard().failedAt(stretch.last().index(), stretch.entries().size()));
  }

  private void commitThoughItLookedLikeAFailure(List<Stretch> batch) {
    check(batch);
    batch.forEach(
        stretch ->
            stretch
                .shard()
                .standsAt(
                    new ShardPosition(stretch.shard().shard(), 1, stretch.last().index(), 7)));
  }

  private void goBack(Random random) {
    ArchiveProgress shard = shards.get(random.nextInt(SHARD_COUNT));
    long index = shard.position().index();
    long lower = index == 0 ? 0 : index - random.nextLong(Math.min(index + 1, 30));
    shard.standsAt(new ShardPosition(shard.shard(), lower == 0 ? 0 : 1, lower, 7));
  }

  private long archivedOf(int shard) {
    return shards.get(shard).position().index();
  }

  private void assertEverythingIsArchived() {
    committed.forEach((shard, all) -> assertThat(archivedOf(shard)).isEqualTo(all.size()));
  }

  private static List<JournalEntry> entries(List<Stretch> batch) {
    return batch.stream().flatMap(stretch -> stretch.entries().stream()).toList();
  }

  private static final class Halts implements WorkerReports {
    private final List<Integer> shards = new ArrayList<>();

    @Override
    public void attempted(String cause) {}

    @Override
    public void halted(int shard, String cause) {
      shards.add(shard);
    }

    @Override
    public void quarantined(int shard, long index) {}

    @Override
    public void fenced(String reason) {}
  }
}
