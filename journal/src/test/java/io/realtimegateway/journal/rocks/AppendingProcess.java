package io.realtimegateway.journal.rocks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.Journal.Append;
import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.model.record.JournalEntry;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Appends to two logs as fast as it can until it is killed, and prints each acknowledged record as
/// (shard, index). Several appends are in flight.
final class AppendingProcess {
  private static final int IN_FLIGHT = 4;

  private AppendingProcess() {}

  /// Arguments: parent of the folder, level, base of ids and indexes.
  public static void main(String[] arguments) {
    TestStore store = new TestStore(Path.of(arguments[0]));
    store.level = Level.valueOf(arguments[1]);
    long base = Long.parseLong(arguments[2]);
    RocksJournal journal =
        RocksJournal.open(
            store.settings(), "test", store.clock, new SimpleMeterRegistry(), System.err::println);
    DataOutputStream out = new DataOutputStream(new FileOutputStream(java.io.FileDescriptor.out));
    for (int log : new int[] {0, 5}) {
      Thread.ofPlatform().start(() -> appendForEver(journal, log, base, out));
    }
  }

  private static void appendForEver(
      RocksJournal journal, int log, long base, DataOutputStream out) {
    Random random = new Random(base + log);
    long term = journal.own(log, Runnable::run).term();
    RandomHistory history = new RandomHistory(random, log, term, base);
    BlockingQueue<Boolean> slots = new ArrayBlockingQueue<>(IN_FLIGHT);
    List<JournalEntry> entries = history.begin();
    while (true) {
      List<JournalEntry> told = entries;
      slots.add(true);
      journal.append(
          List.of(
              new Append(
                  log,
                  term,
                  told,
                  outcome -> {
                    acknowledge(outcome, told, out);
                    slots.poll();
                  })));
      while (slots.remainingCapacity() == 0) {
        Thread.onSpinWait();
      }
      entries = history.next(1 + random.nextInt(20));
    }
  }

  private static void acknowledge(
      Outcome outcome, List<JournalEntry> entries, DataOutputStream out) {
    if (outcome != Outcome.COMMITTED) {
      throw new IllegalStateException("an append was fenced");
    }
    List<JournalEntry> newest = new ArrayList<>(entries);
    synchronized (out) {
      try {
        for (JournalEntry entry : newest) {
          out.writeByte(entry.shard());
          out.writeLong(entry.index());
        }
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }
}
