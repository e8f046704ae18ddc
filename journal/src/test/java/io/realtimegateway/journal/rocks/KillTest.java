package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.Journal.ShardTail;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.rocks.store.BootId;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// kill -9 of a process that appends as fast as it can, again and again on the same store:
/// everything acknowledged is there, dense, and the views fit the records.
final class KillTest {
  private static final int KILLS = 4;
  private static final long STEP = 10_000_000L;

  @TempDir private Path parent;

  @ParameterizedTest
  @EnumSource(Level.class)
  void acknowledgedRecordsSurviveAKill(Level level) throws Exception {
    TestStore store = new TestStore(parent);
    store.level = level;
    Random random = new Random(7);
    for (int kill = 1; kill <= KILLS; kill++) {
      long[] acknowledged = appendAndKill(store, kill * STEP, random.nextInt(200, 20_000));
      check(store, acknowledged, kill * STEP);
    }
    assertThat(ViewRows.assertSameWhenRebuilt(store.settings())).isGreaterThan(1000);
  }

  /// Kills the process once it has acknowledged this many records.
  ///
  /// @return highest acknowledged index of each shard, 0 for none
  private long[] appendAndKill(TestStore store, long base, int records) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingProcess.class.getName(),
                parent.toString(),
                store.level.name(),
                Long.toString(base))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long[] acknowledged = new long[Shards.COUNT];
    try (DataInputStream told = new DataInputStream(process.getInputStream())) {
      for (int i = 0; i < records; i++) {
        note(told, acknowledged);
      }
      // Not through the process itself: that would close its output, which still holds
      // acknowledgements.
      process.toHandle().destroyForcibly();
      while (true) {
        note(told, acknowledged);
      }
    } catch (EOFException _) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 9);
    } finally {
      process.destroyForcibly();
    }
    return acknowledged;
  }

  private static void note(DataInputStream told, long[] acknowledged) throws IOException {
    int shard = told.readByte();
    acknowledged[shard] = Math.max(acknowledged[shard], told.readLong());
  }

  private static void check(TestStore store, long[] acknowledged, long base) {
    store.bootId = BootId.current();
    try (RocksJournal journal = store.open()) {
      for (int log : new int[] {0, 5}) {
        for (ShardTail tail : journal.own(log, Runnable::run).shards()) {
          assertThat(tail.provable()).isTrue();
          assertThat(tail.index()).isGreaterThanOrEqualTo(acknowledged[tail.shard()]);
          assertThat(acknowledged[tail.shard()]).isPositive();
          checkDense(journal, tail, base + 1);
        }
      }
    }
  }

  private static void checkDense(RocksJournal journal, ShardTail tail, long from) {
    List<JournalEntry> entries = new ArrayList<>();
    long next = from;
    while (next <= tail.index()) {
      entries.clear();
      entries.addAll(journal.read(tail.shard(), next, 1000, 1 << 20));
      assertThat(entries).isNotEmpty();
      for (JournalEntry entry : entries) {
        assertThat(entry.index()).isEqualTo(next++);
      }
    }
  }
}
