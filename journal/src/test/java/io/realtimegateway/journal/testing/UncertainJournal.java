package io.realtimegateway.journal.testing;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.JournalStatus;
import io.realtimegateway.model.record.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A journal as a cluster would have it: outcomes come late, and now and then the owner is told
/// that it was fenced, whether or not its records were committed. What is committed stands in the
/// journal below, whose views serve it.
public final class UncertainJournal implements Journal {
  private static final int LOGS = 8;

  /// What may happen to an append.
  ///
  /// @param longestDelay outcomes take up to so long
  /// @param lost share of appends that are not committed and told as fenced, 0..1
  /// @param unheard share of appends that are committed and told as fenced, 0..1
  public record Chances(Duration longestDelay, double lost, double unheard) {
    /// Everything is committed and told, at once.
    public static final Chances CALM = new Chances(Duration.ZERO, 0, 0);
  }

  private enum Fate {
    KEPT,
    LOST,
    UNHEARD
  }

  private final Journal below;
  private final Lane[] lanes = new Lane[LOGS];
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("uncertain-journal").factory());
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unheard = new AtomicLong();
  private final AtomicBoolean throwsNext = new AtomicBoolean();
  private volatile Chances chances = Chances.CALM;
  private volatile boolean holdsOutcomes;
  private volatile boolean holdsBarriers;
  private volatile boolean isFull;
  private volatile int damaged = -1;

  /// Runs before each taking over of a log, on the thread that takes it over.
  public volatile Runnable beforeOwn = () -> {};

  /// Runs before each reading of records, on the thread that reads.
  public volatile Runnable beforeRead = () -> {};

  /// Runs after each note of what is archived, on the archiver's thread.
  public volatile Runnable afterArchived = () -> {};

  /// A calm one.
  ///
  /// @param seed of all delays and fates
  public UncertainJournal(Journal below, long seed) {
    this.below = below;
    for (int log = 0; log < LOGS; log++) {
      lanes[log] = new Lane(new Random(31 * seed + log));
    }
  }

  /// What may happen from now on.
  public void set(Chances next) {
    chances = next;
  }

  /// What is committed from now on can be read, as before its sync at level `fsynced`, but is not
  /// told until `tellOutcomes`.
  public void holdOutcomes() {
    holdsOutcomes = true;
  }

  /// Tells all outcomes that were held.
  public void tellOutcomes() {
    holdsOutcomes = false;
    for (Lane lane : lanes) {
      lane.tellHeld();
    }
  }

  /// Barriers are not passed until `passBarriers`.
  public void holdBarriers() {
    holdsBarriers = true;
  }

  /// Passes all barriers that were held.
  public void passBarriers() {
    holdsBarriers = false;
    for (Lane lane : lanes) {
      lane.tellHeld();
    }
  }

  /// Whether nothing more can be accepted, whatever the journal below says.
  public void fill(boolean full) {
    isFull = full;
  }

  /// Records of this shard cannot be read any more.
  public void damage(int shard) {
    damaged = shard;
  }

  /// The next append is a bug: it throws.
  public void throwNext() {
    throwsNext.set(true);
  }

  /// Appends that were told as fenced and are not committed.
  public long lost() {
    return lost.get();
  }

  /// Appends that were told as fenced and are committed.
  public long unheard() {
    return unheard.get();
  }

  /// One log. Its outcomes keep the order of the calls.
  private final class Lane {
    private final Random random;
    private long lastDueNanos = System.nanoTime();
    private volatile Executor executor = Runnable::run;
    private final List<Runnable> held = new ArrayList<>();
    private volatile long fencedTerm;

    Lane(Random random) {
      this.random = random;
    }

    /// Tells an outcome, or holds it.
    void tell(Runnable outcome) {
      synchronized (held) {
        if (holdsOutcomes) {
          held.add(outcome);
          return;
        }
      }
      outcome.run();
    }

    void hold(Runnable task) {
      synchronized (held) {
        held.add(task);
      }
    }

    void tellHeld() {
      List<Runnable> due;
      synchronized (held) {
        due = List.copyOf(held);
        held.clear();
      }
      due.forEach(executor::execute);
    }

    synchronized void later(Consumer<Fate> task) {
      Chances now = chances;
      double drawn = random.nextDouble();
      Fate fate =
          drawn < now.lost()
              ? Fate.LOST
              : drawn < now.lost() + now.unheard() ? Fate.UNHEARD : Fate.KEPT;
      long delay = (long) (random.nextDouble() * now.longestDelay().toNanos());
      lastDueNanos = Math.max(System.nanoTime() + delay, lastDueNanos + 1);
      var _ =
          timer.schedule(
              () -> executor.execute(() -> task.accept(fate)),
              lastDueNanos - System.nanoTime(),
              TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public Ownership own(int log, Executor executor) {
    beforeOwn.run();
    lanes[log].executor = executor;
    return below.own(log, executor);
  }

  @Override
  public void append(List<Append> appends) {
    if (throwsNext.getAndSet(false)) {
      throw new IllegalStateException("the test wants this");
    }
    for (Append append : appends) {
      lanes[append.log()].later(fate -> append(append, fate));
    }
  }

  private void append(Append append, Fate fate) {
    Lane lane = lanes[append.log()];
    if (append.term() <= lane.fencedTerm) {
      append.outcome().accept(Outcome.FENCED);
      return;
    }
    switch (fate) {
      case KEPT -> {
        Consumer<Outcome> told = outcome -> lane.tell(() -> append.outcome().accept(outcome));
        below.append(List.of(new Append(append.log(), append.term(), append.entries(), told)));
      }
      case LOST -> {
        lost.incrementAndGet();
        lane.fencedTerm = append.term();
        append.outcome().accept(Outcome.FENCED);
      }
      case UNHEARD -> {
        unheard.incrementAndGet();
        lane.fencedTerm = append.term();
        Consumer<Outcome> told = _ -> append.outcome().accept(Outcome.FENCED);
        below.append(List.of(new Append(append.log(), append.term(), append.entries(), told)));
      }
    }
  }

  @Override
  public void barrier(int log, long term, Consumer<Outcome> outcome) {
    Lane lane = lanes[log];
    if (holdsBarriers) {
      lane.hold(() -> barrier(log, term, outcome));
      return;
    }
    lane.later(
        fate -> {
          if (fate != Fate.KEPT && term > lane.fencedTerm) {
            lane.fencedTerm = term;
          }
          if (term <= lane.fencedTerm) {
            outcome.accept(Outcome.FENCED);
          } else {
            below.barrier(log, term, outcome);
          }
        });
  }

  @Override
  public List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes) {
    beforeRead.run();
    if (shard == damaged) {
      throw new DamagedException("the test wants this");
    }
    return below.read(shard, fromIndex, maxEntries, maxBytes);
  }

  @Override
  public void archived(List<Archived> shards) {
    below.archived(shards);
    afterArchived.run();
  }

  @Override
  public long archivedIndex(int shard) {
    return below.archivedIndex(shard);
  }

  @Override
  public long firstIndex(int shard) {
    return below.firstIndex(shard);
  }

  @Override
  public JournalStatus status() {
    return below.status();
  }

  @Override
  public boolean isFull() {
    return isFull || below.isFull();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    below.close();
  }
}
