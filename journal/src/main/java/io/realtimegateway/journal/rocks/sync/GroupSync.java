package io.realtimegateway.journal.rocks.sync;

import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Level `fsynced`: a record is committed when it was synced. One thread syncs; writes that arrive
/// during a sync are covered by the next one, so the size of a group follows the load and nothing
/// waits for a timer.
///
/// The queue is bounded by the appends in flight: at most one per log, because an owner merges what
/// arrives while one is in flight.
public final class GroupSync implements CommitLevel {
  private final StoreLifecycle lifecycle;
  private final LogSync sync;
  private final Thread thread;
  private final Object lock = new Object();

  // Guarded by `lock`.
  private List<Due> waiting = new ArrayList<>();
  private boolean closed;

  public GroupSync(StoreLifecycle lifecycle, LogSync sync) {
    this.lifecycle = lifecycle;
    this.sync = sync;
    this.thread = Thread.ofPlatform().name("journal-sync").daemon().unstarted(this::run);
    thread.start();
  }

  @Override
  public void deliver(Due due) {
    synchronized (lock) {
      waiting.add(due);
      if (waiting.size() == 1) {
        lock.notifyAll();
      }
    }
  }

  private void run() {
    while (true) {
      List<Due> group = take();
      if (group.isEmpty()) {
        return;
      }
      complete(group);
    }
  }

  /// Waits for pending outcomes; empty if the journal is closing.
  private List<Due> take() {
    synchronized (lock) {
      while (waiting.isEmpty() && !closed) {
        try {
          lock.wait();
        } catch (InterruptedException _) {
          closed = true;
        }
      }
      List<Due> group = waiting;
      waiting = new ArrayList<>();
      return group;
    }
  }

  private void complete(List<Due> group) {
    OpenStore store = lifecycle.writable();
    boolean written = group.stream().anyMatch(due -> due.store() != null);
    boolean synced = written && store != null && sync.sync(store);
    IdentityHashMap<Executor, List<Due>> byOwner = new IdentityHashMap<>();
    for (Due due : group) {
      byOwner.computeIfAbsent(due.executor(), _ -> new ArrayList<>()).add(due);
    }
    byOwner.forEach((executor, own) -> complete(executor, own, synced ? store : null));
  }

  private static void complete(Executor executor, List<Due> own, @Nullable OpenStore synced) {
    try {
      executor.execute(
          () -> {
            for (Due due : own) {
              boolean kept = due.store() == null || due.store() == synced;
              due.complete(kept ? due.outcome() : Outcome.FENCED);
            }
          });
    } catch (RejectedExecutionException _) {
      LOG.warn(
          "The owner of a log ended before {} outcomes of appends could be delivered", own.size());
    }
  }

  /// Completes the pending outcomes and ends.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
