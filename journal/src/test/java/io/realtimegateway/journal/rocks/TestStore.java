package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreOptions;
import io.realtimegateway.journal.rocks.sync.LogSync;
import io.realtimegateway.model.record.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Opens stores for tests, with clock, boot id and syncs under the test's control.
final class TestStore {
  static final Duration DEADLINE = Duration.ofSeconds(30);

  /// A clock that the test advances.
  static final class ManualClock extends Clock {
    private volatile Instant now = Instant.parse("2026-06-01T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  final Path folder;
  final ManualClock clock = new ManualClock();
  final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
  Level level = Level.WRITTEN;
  String bootId = "boot-1";
  long leastTerm = 1;
  LogSync.Call sync = OpenStore::syncLog;
  Duration window = Duration.ofHours(1);
  long unarchivedBytes = 1L << 30;
  long retentionBytes = 1L << 30;
  long namesBytes = 1L << 30;
  int conversations = 1_000_000;
  long reserveBytes = 1 << 20;
  volatile Runnable beforeRemoval = () -> {};

  /// Belongs to the journal that was opened last.
  SimpleMeterRegistry meters = new SimpleMeterRegistry();

  TestStore(Path parent) {
    this.folder = parent.resolve("journal");
  }

  StoreOptions settings() {
    return new StoreOptions(
        folder,
        level,
        unarchivedBytes,
        window,
        retentionBytes,
        namesBytes,
        Duration.ofDays(7),
        conversations,
        8 << 20,
        40,
        8 << 20,
        Duration.ofMillis(10),
        1L << 30,
        reserveBytes);
  }

  RocksJournal open() {
    return open("test");
  }

  RocksJournal open(String installation) {
    meters = new SimpleMeterRegistry();
    return new RocksJournal(
        settings(),
        installation,
        new RocksJournal.Surroundings(
            clock, meters, stopped::add, bootId, sync, 42, leastTerm, () -> beforeRemoval.run()));
  }

  /// The state after a kill: the files as they are while the store is open.
  ///
  /// @param otherParent does not exist yet
  TestStore copyTo(Path otherParent) throws IOException {
    TestStore to = new TestStore(otherParent);
    to.level = level;
    Files.createDirectories(to.folder);
    for (Path file : files("")) {
      Files.copy(file, to.folder.resolve(file.getFileName()));
    }
    return to;
  }

  /// The files with a text in their names, oldest first.
  List<Path> files(String inName) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().contains(inName))
          .sorted()
          .toList();
    }
  }

  Path newest(String inName) throws IOException {
    return files(inName).getLast();
  }

  /// Appends to one log and waits for the outcome.
  static Outcome append(RocksJournal journal, int log, long term, List<JournalEntry> entries) {
    ArrayBlockingQueue<Outcome> outcome = new ArrayBlockingQueue<>(1);
    journal.append(List.of(new Append(log, term, entries, outcome::add)));
    return await(outcome);
  }

  static void commit(RocksJournal journal, int log, long term, List<JournalEntry> entries) {
    assertThat(append(journal, log, term, entries)).isEqualTo(Outcome.COMMITTED);
  }

  static <T> T await(BlockingQueue<T> queue) {
    try {
      T value = queue.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      assertThat(value).as("within " + DEADLINE).isNotNull();
      return value;
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
