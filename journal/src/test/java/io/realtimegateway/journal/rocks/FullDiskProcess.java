package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.model.record.JournalEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Fills a small disk until the journal reports that it is full, continues until it fences, frees
/// space, and continues. Exits with 0 if everything was as expected.
final class FullDiskProcess {
  private static final int SHARD = Records.SHARD;

  private FullDiskProcess() {}

  /// Arguments: a folder on the small disk, level.
  public static void main(String[] arguments) throws Exception {
    Path disk = Path.of(arguments[0]);
    TestStore store = new TestStore(disk);
    store.level = Level.valueOf(arguments[1]);
    store.reserveBytes = 8 << 20;
    Path ballast = disk.resolve("ballast");
    BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (RocksJournal journal =
        RocksJournal.open(store.settings(), null, store.clock, meters, stopped::add)) {
      Ownership first = journal.own(0, Runnable::run);
      TestStore.commit(journal, 0, first.term(), Records.conversation(first.term(), 10, "early"));
      assertThat(journal.isFull()).isFalse();
      fill(disk, ballast, 2 << 20);
      while (!journal.isFull()) {
        Thread.onSpinWait();
      }
      assertThat(journal.status().writable()).as("refused before the store finds out").isTrue();
      assertThat(journal.status().message()).contains("the disk of the journal has");
      long committed = appendUntilFenced(journal, first.term());
      System.out.println("fenced after index " + committed);
      assertThat(journal.status().writable()).isFalse();
      assertThat(journal.status().isFull()).isTrue();
      assertThat(journal.status().message()).contains("cannot be written");
      assertThat(journal.read(SHARD, 1, 5, 1 << 20)).as("reads go on").hasSize(5);
      assertThat(append(journal, first.term(), committed + 1)).isEqualTo(Outcome.FENCED);

      Files.delete(ballast);
      Ownership second = journal.own(0, Runnable::run);
      long tail = second.shards().get(SHARD).index();
      System.out.println("owned again at index " + tail);
      assertThat(second.term()).isGreaterThan(first.term());
      assertThat(second.shards().get(SHARD).provable()).isTrue();
      assertThat(tail).isGreaterThanOrEqualTo(committed);
      assertThat(append(journal, first.term(), tail + 1)).isEqualTo(Outcome.FENCED);
      assertThat(append(journal, second.term(), tail + 1)).isEqualTo(Outcome.COMMITTED);
      while (journal.isFull()) {
        Thread.onSpinWait();
      }
      assertThat(journal.status().message()).isEmpty();
      checkDense(journal, tail + 1);
      fencesAlsoIfOnlyAMarkCannotBeWritten(journal, meters, disk, ballast);
    }
    assertThat(stopped).isEmpty();
    assertThat(ViewRows.assertSameWhenRebuilt(store.settings())).isPositive();
    System.out.println("everything as expected");
  }

  /// Without appends: only the progress of the archive is written.
  private static void fencesAlsoIfOnlyAMarkCannotBeWritten(
      RocksJournal journal, SimpleMeterRegistry meters, Path disk, Path ballast) throws Exception {
    double before = meters.counter("journal.failures").count();
    fill(disk, ballast, 128 << 10);
    long deadline = System.nanoTime() + TestStore.DEADLINE.toNanos();
    while (journal.status().writable()) {
      assertThat(System.nanoTime()).as("a mark cannot be written").isLessThan(deadline);
      journal.archived(SHARD, Records.EPOCH, 5);
    }
    assertThat(journal.status().message()).contains("cannot be written");
    assertThat(meters.counter("journal.failures").count()).isEqualTo(before + 1);
    Files.delete(ballast);
    assertThat(journal.own(0, Runnable::run).shards()).hasSize(8);
  }

  /// Leaves about this much free space.
  private static void fill(Path disk, Path ballast, long left) throws Exception {
    try (var out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[64 << 10];
      while (Files.getFileStore(disk).getUsableSpace() > left) {
        out.write(block);
      }
    }
  }

  private static long appendUntilFenced(RocksJournal journal, long term) {
    long index = 12;
    while (append(journal, term, index + 1) == Outcome.COMMITTED) {
      index++;
    }
    return index;
  }

  private static Outcome append(RocksJournal journal, long term, long index) {
    BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
    JournalEntry entry = Records.message(index, term, index - 2, "x".repeat(4000));
    journal.append(List.of(new Append(0, term, List.of(entry), outcome::add)));
    return TestStore.await(outcome);
  }

  private static void checkDense(RocksJournal journal, long tail) {
    long next = 1;
    while (next <= tail) {
      for (JournalEntry entry : journal.read(SHARD, next, 1000, 1 << 20)) {
        assertThat(entry.index()).isEqualTo(next++);
      }
    }
  }
}
