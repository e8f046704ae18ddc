package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.model.record.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

final class SyncTest {
  @TempDir private Path folder;
  private TestStore store;
  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> syncs = new LinkedBlockingQueue<>();
  private final Semaphore allowed = new Semaphore(0);

  @BeforeEach
  void prepare() {
    store = new TestStore(folder);
  }

  private void append(RocksJournal journal, String name, JournalEntry entry) {
    journal.append(
        List.of(new Append(0, 1, List.of(entry), told -> outcomes.add(name + " " + told))));
  }

  private void stopAtSync() {
    store.sync =
        open -> {
          syncs.add("began");
          acquire();
          open.syncLog();
        };
  }

  private void acquire() {
    try {
      assertThat(allowed.tryAcquire(TestStore.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void atFsyncedAnAppendIsCommittedAfterItsSyncAndLaterOnesShareTheNext() {
    store.level = Level.FSYNCED;
    stopAtSync();
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      append(journal, "first", Records.start(1, 1));
      await(syncs);
      append(journal, "second", Records.message(2, 1, 1, "a"));
      journal.barrier(0, 1, told -> outcomes.add("barrier " + told));
      append(journal, "third", Records.message(3, 1, 2, "b"));
      append(journal, "stale", Records.message(9, 1, 2, "b"));
      assertThat(outcomes).isEmpty();
      assertThat(journal.read(SHARD, 1, 10, 1000)).as("nothing is committed yet").isEmpty();
      allowed.release();
      assertThat(await(outcomes)).isEqualTo("first COMMITTED");
      await(syncs);
      assertThat(journal.read(SHARD, 1, 10, 1000)).hasSize(1);
      allowed.release();
      assertThat(List.of(await(outcomes), await(outcomes), await(outcomes), await(outcomes)))
          .containsExactly(
              "second COMMITTED", "barrier COMMITTED", "third COMMITTED", "stale FENCED");
      assertThat(journal.read(SHARD, 1, 10, 1000)).hasSize(3);
      assertThat(syncs).as("no sync while idle").isEmpty();
    }
  }

  @Test
  void atFsyncedANewOwnerFindsThePreviousOwnersRecordsSynced() {
    store.level = Level.FSYNCED;
    stopAtSync();
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      append(journal, "first", Records.start(1, 1));
      await(syncs);
      assertThat(journal.own(0, Runnable::run).shards().get(SHARD).index()).isEqualTo(1);
      assertThat(journal.read(SHARD, 1, 10, 1000)).hasSize(1);
      allowed.release();
      assertThat(await(outcomes)).isEqualTo("first COMMITTED");
    }
  }

  @Test
  void atWrittenAnAppendIsCommittedAtOnceAndSyncedSoonAfter() {
    stopAtSync();
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      append(journal, "first", Records.start(1, 1));
      assertThat(outcomes).containsExactly("first COMMITTED");
      await(syncs);
      append(journal, "second", Records.message(2, 1, 1, "a"));
      assertThat(outcomes).containsExactly("first COMMITTED", "second COMMITTED");
      allowed.release();
      await(syncs);
      allowed.release();
    }
  }

  @Test
  void atFsyncedAFailedSyncFencesAndStopsTheProcessAndIsNotRetried() {
    store.level = Level.FSYNCED;
    store.sync = this::fail;
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      append(journal, "first", Records.start(1, 1));
      assertThat(await(outcomes)).isEqualTo("first FENCED");
      assertThat(await(store.stopped)).contains("could not be synced").contains("disk on fire");
      append(journal, "second", Records.message(2, 1, 1, "a"));
      assertThat(await(outcomes)).isEqualTo("second FENCED");
      assertThat(syncs).hasSize(1);
      assertThat(store.stopped).isEmpty();
      assertThat(journal.status().writable()).isFalse();
      assertThat(journal.status().message()).contains("disk on fire");
      assertThatThrownBy(() -> journal.own(0, Runnable::run))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("disk on fire");
    }
  }

  @Test
  void atWrittenAFailedSyncStopsTheProcessToo() {
    store.sync = this::fail;
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      append(journal, "first", Records.start(1, 1));
      assertThat(await(store.stopped)).contains("disk on fire");
      append(journal, "second", Records.message(2, 1, 1, "a"));
      assertThat(outcomes).containsExactly("first COMMITTED", "second FENCED");
      assertThat(TestStore.append(journal, 0, 1, List.of())).isEqualTo(Outcome.FENCED);
    }
  }

  private void fail(OpenStore open) throws RocksDBException {
    syncs.add("failed");
    throw new RocksDBException("While fdatasync: disk on fire");
  }
}
