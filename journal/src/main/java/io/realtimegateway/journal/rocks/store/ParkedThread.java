package io.realtimegateway.journal.rocks.store;

import java.util.concurrent.locks.LockSupport;

/// A thread of the store that parks between its rounds.
public final class ParkedThread {
  private ParkedThread() {}

  /// Wakes it up and waits for its end. It has been told to end before.
  public static void end(Thread thread) {
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
