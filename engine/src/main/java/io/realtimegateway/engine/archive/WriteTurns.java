package io.realtimegateway.engine.archive;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Lets only some of the workers write at the same time: a worker and its connection keep one
/// processor busy, and the event loops need the others. This is no lock: a worker that has waited
/// long enough writes at once, so that one that hangs holds up no other.
final class WriteTurns {
  private final Semaphore turns;
  private final Duration longestWait;

  /// Makes turns that are all free.
  ///
  /// @param atOnce workers that write at the same time, at least 1
  WriteTurns(int atOnce, Duration longestWait) {
    this.turns = new Semaphore(atOnce, true);
    this.longestWait = longestWait;
  }

  /// For this machine: half of its processors.
  static WriteTurns ofMachine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new WriteTurns(Math.max(1, processors / 2), ArchiverSettings.LONGEST_WAIT_FOR_TURN);
  }

  /// Runs a task in a turn of its own. Blocks.
  boolean run(BooleanSupplier task) throws InterruptedException {
    boolean isInTurn = turns.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return task.getAsBoolean();
    } finally {
      if (isInTurn) {
        turns.release();
      }
    }
  }
}
