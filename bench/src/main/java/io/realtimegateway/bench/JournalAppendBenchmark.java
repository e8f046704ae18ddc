package io.realtimegateway.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Time from the append of one loop turn to its commit: messages of 128 characters with
/// gateway-given names, spread over 50 conversations. Divide by `records` for the cost of one
/// record.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class JournalAppendBenchmark {
  private static final int CONVERSATIONS = 50;
  private static final int NAMES = 1 << 16;
  private static final String CONTENT = "a message ".repeat(12).concat("of words");

  /// What a committed record survives.
  @Param({"WRITTEN", "FSYNCED"})
  public Level level = Level.WRITTEN;

  /// Records of one turn.
  @Param({"1", "20", "200"})
  public int records;

  private final Semaphore committed = new Semaphore(0);
  private final String[] names = new String[NAMES];

  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RocksJournal journal;

  private long term;
  private long index;

  /// Opens a new store.
  @Setup
  public void open() throws IOException {
    folder = Files.createTempDirectory("journal-bench");
    for (int i = 0; i < NAMES; i++) {
      names[i] = UUID.randomUUID().toString();
    }
    journal =
        RocksJournal.open(
            folder.resolve("journal"),
            settings(),
            null,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            System.err::println);
    term = journal.own(0, Runnable::run).term();
    commit(List.of(new JournalEntry(0, 1, ++index, term, new EpochStarted(1, "new"))));
  }

  private JournalSettings settings() {
    JournalSettings usual = JournalSettings.defaults();
    return new JournalSettings(
        level,
        usual.syncInterval(),
        usual.limit(),
        usual.window(),
        usual.windowSize(),
        usual.namesSize(),
        usual.namesAge(),
        usual.conversations());
  }

  /// Closes and removes it.
  @TearDown
  public void close() throws IOException {
    journal.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(JournalAppendBenchmark::delete);
    }
  }

  /// One turn.
  @Benchmark
  public void appendUntilCommitted() {
    List<JournalEntry> entries = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      entries.add(message(++index));
    }
    commit(entries);
    if (index % 100_000 < records) {
      journal.archived(0, 1, index);
    }
  }

  private void commit(List<JournalEntry> entries) {
    journal.append(List.of(new Append(0, term, entries, this::completed)));
    committed.acquireUninterruptibly();
  }

  private void completed(Outcome outcome) {
    if (outcome != Outcome.COMMITTED) {
      throw new IllegalStateException("an append was fenced");
    }
    committed.release();
  }

  private JournalEntry message(long at) {
    CommandName name = new CommandName(1 + at % 100, name(at), false, at, at);
    long conversation = 1 + at % CONVERSATIONS;
    MessageCreated created =
        new MessageCreated(
            conversation, 1 + at / CONVERSATIONS, at, 1 + at % 100, at, CONTENT, null, name);
    return new JournalEntry(0, 1, at, term, created);
  }

  /// A new name for each record, which costs one string.
  private String name(long at) {
    return Long.toHexString(at).concat(names[(int) (at % NAMES)]);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
