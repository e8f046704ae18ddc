package io.realtimegateway.journal.rocks.store;

import java.util.concurrent.locks.LockSupport;

/// A thread of the store that parks between its rounds.
public final class ParkedThread {
  private ParkedThread() {}

  /// Wakes the thread and waits until it ends. The caller must have asked it to end before.
  public static void end(Thread thread) {
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
