package io.realtimegateway.model;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one worker thread sleep until there is work, a time has passed, or it must stop. A wake-up
/// while the worker is busy is not lost: the next wait returns at once.
///
/// `await…` and `pause` are for the worker, everything else is for any thread and never blocks
/// long.
public final class WorkSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock for writing.
  private volatile boolean isWoken;
  private boolean isUrgent;
  private volatile boolean isStopping;

  /// There is work.
  public void wake() {
    if (isWoken) {
      return; // The worker has not taken the previous wake-up yet, and looks for work after it.
    }
    lock.lock();
    try {
      isWoken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// There is work that must be done now, without waiting for more.
  public void wakeNow() {
    lock.lock();
    try {
      isWoken = true;
      isUrgent = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Makes the worker end, permanently.
  public void stop() {
    lock.lock();
    try {
      isStopping = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  public boolean isStopping() {
    return isStopping;
  }

  /// Waits for a wake-up, at most for this time, and takes it.
  ///
  /// @return false if the worker must end
  public boolean await(long idleNanos) throws InterruptedException {
    return await(idleNanos, System.nanoTime());
  }

  /// Waits for a wake-up, at most for this time, then until `notBeforeNanos`, so that more work
  /// gathers; `wakeNow` ends both waits. Takes the wake-up.
  ///
  /// @param notBeforeNanos a time of `System.nanoTime()`
  /// @return false if the worker must end
  public boolean await(long idleNanos, long notBeforeNanos) throws InterruptedException {
    return await(idleNanos, notBeforeNanos, System.nanoTime());
  }

  /// Waits as `await` with one time does, but urgent work waits until a time too: what is urgent in
  /// quick succession is done together.
  ///
  /// @param notBeforeNanos a time of `System.nanoTime()`
  /// @param urgentNotBeforeNanos a time of `System.nanoTime()`; if it is past, urgent work ends the
  ///   wait at once
  /// @return false if the worker is to end
  public boolean await(long idleNanos, long notBeforeNanos, long urgentNotBeforeNanos)
      throws InterruptedException {
    lock.lock();
    try {
      long idle = idleNanos;
      while (!isWoken && !isStopping && idle > 0) {
        idle = changed.awaitNanos(idle);
      }
      while (!isStopping) {
        long left = (isUrgent ? urgentNotBeforeNanos : notBeforeNanos) - System.nanoTime();
        if (left <= 0) {
          break;
        }
        long _ = changed.awaitNanos(left);
      }
      isWoken = false;
      isUrgent = false;
      return !isStopping;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for this time regardless of wake-ups, then lets the next wait return at once.
  ///
  /// @return false if the worker must end
  public boolean pause(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (left > 0 && !isStopping) {
        left = changed.awaitNanos(left);
      }
      isWoken = true;
      return !isStopping;
    } finally {
      lock.unlock();
    }
  }
}
