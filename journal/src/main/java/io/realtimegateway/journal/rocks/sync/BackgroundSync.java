package io.realtimegateway.journal.rocks.sync;

import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.ParkedThread;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Level `written`: a record is committed when the write call has returned. A thread syncs at most
/// once per interval while anything is written, and sleeps without a timer otherwise.
public final class BackgroundSync implements CommitLevel {
  private final StoreLifecycle lifecycle;
  private final LogSync sync;
  private final long intervalNanos;
  private final Thread thread;
  private volatile boolean dirty;
  private volatile boolean idle;
  private volatile boolean closed;

  public BackgroundSync(StoreLifecycle lifecycle, LogSync sync, Duration interval) {
    this.lifecycle = lifecycle;
    this.sync = sync;
    this.intervalNanos = interval.toNanos();
    this.thread = Thread.ofPlatform().name("journal-sync").daemon().unstarted(this::run);
    thread.start();
  }

  @Override
  public void deliver(Due due) {
    if (due.store() != null && !dirty) {
      dirty = true;
      if (idle) {
        LockSupport.unpark(thread);
      }
    }
    due.complete(due.outcome());
  }

  private void run() {
    while (!closed) {
      if (dirty) {
        dirty = false;
        syncNow();
        LockSupport.parkNanos(this, intervalNanos);
      } else {
        rest();
      }
    }
  }

  private void rest() {
    idle = true;
    if (!dirty && !closed) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private void syncNow() {
    OpenStore store = lifecycle.writable();
    if (store != null) {
      sync.sync(store);
    }
  }

  @Override
  public void close() {
    closed = true;
    ParkedThread.end(thread);
  }
}
