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

/// A journal that behaves like one in a cluster: outcomes are late, and sometimes the owner gets
/// `FENCED`, whether or not its records were committed. Committed records are in the underlying
/// journal, which also serves the views.
public final class UncertainJournal implements Journal {
  private static final int LOGS = 8;

  /// The possible fates of an append.
  ///
  /// @param longestDelay longest delay of an outcome
  /// @param lost share of appends that are not committed and reported as fenced, 0..1
  /// @param unconfirmed share of appends that are committed but reported as fenced, 0..1
  public record Chances(Duration longestDelay, double lost, double unconfirmed) {
    /// Everything is committed and confirmed at once.
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
  private final AtomicLong unconfirmed = new AtomicLong();
  private final AtomicBoolean throwsNext = new AtomicBoolean();
  private volatile Chances chances = Chances.CALM;
  private volatile boolean holdsOutcomes;
  private volatile boolean holdsBarriers;
  private volatile boolean isFull;
  private volatile int damaged = -1;

  /// Runs before each take-over of a log, on the thread that takes it over.
  public volatile Runnable beforeOwn = () -> {};

  /// Runs before each reading of records, on the thread that reads.
  public volatile Runnable beforeRead = () -> {};

  /// Runs after each call of `archived`, on the archiver's thread.
  public volatile Runnable afterArchived = () -> {};

  /// A journal without delays and losses.
  ///
  /// @param seed seed of all delays and fates
  public UncertainJournal(Journal below, long seed) {
    this.below = below;
    for (int log = 0; log < LOGS; log++) {
      lanes[log] = new Lane(new Random(31 * seed + log));
    }
  }

  /// Changes the chances of future appends.
  public void set(Chances next) {
    chances = next;
  }

  /// Holds all outcomes until `releaseOutcomes`. The records can be read, as they can before their
  /// sync at level `fsynced`.
  public void holdOutcomes() {
    holdsOutcomes = true;
  }

  /// Delivers all held outcomes.
  public void releaseOutcomes() {
    holdsOutcomes = false;
    for (Lane lane : lanes) {
      lane.releaseHeld();
    }
  }

  /// Holds barriers until `passBarriers`.
  public void holdBarriers() {
    holdsBarriers = true;
  }

  /// Passes all held barriers.
  public void passBarriers() {
    holdsBarriers = false;
    for (Lane lane : lanes) {
      lane.releaseHeld();
    }
  }

  /// Makes the journal report that it is full, whatever the underlying journal says.
  public void fill(boolean full) {
    isFull = full;
  }

  /// Makes the records of this shard unreadable.
  public void damage(int shard) {
    damaged = shard;
  }

  /// Makes the next append throw, as a bug would.
  public void throwNext() {
    throwsNext.set(true);
  }

  /// Number of appends that were reported as fenced and are not committed.
  public long lost() {
    return lost.get();
  }

  /// Number of appends that were reported as fenced but are committed.
  public long unconfirmed() {
    return unconfirmed.get();
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

    /// Delivers an outcome, or holds it.
    void deliver(Runnable outcome) {
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

    void releaseHeld() {
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
              : drawn < now.lost() + now.unconfirmed() ? Fate.UNHEARD : Fate.KEPT;
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
        Consumer<Outcome> delivery =
            outcome -> lane.deliver(() -> append.outcome().accept(outcome));
        below.append(List.of(new Append(append.log(), append.term(), append.entries(), delivery)));
      }
      case LOST -> {
        lost.incrementAndGet();
        lane.fencedTerm = append.term();
        append.outcome().accept(Outcome.FENCED);
      }
      case UNHEARD -> {
        unconfirmed.incrementAndGet();
        lane.fencedTerm = append.term();
        Consumer<Outcome> delivery = _ -> append.outcome().accept(Outcome.FENCED);
        below.append(List.of(new Append(append.log(), append.term(), append.entries(), delivery)));
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
