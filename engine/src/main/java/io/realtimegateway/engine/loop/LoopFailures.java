package io.realtimegateway.engine.loop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures on one engine loop: each is counted and logged, and ends the task in which it occurred
/// but nothing else.
public final class LoopFailures {
  private static final Logger LOGGER = LoggerFactory.getLogger(LoopFailures.class);

  private final int loop;
  private final Counter exceptions;
  private final Counter failedLookUps;

  /// Counts in these meters.
  ///
  /// @param loop number of the engine loop, for the log
  public LoopFailures(int loop, MeterRegistry meters) {
    this.loop = loop;
    this.exceptions = meters.counter("engine.exceptions");
    this.failedLookUps = meters.counter("engine.lookups.failed");
  }

  /// Runs a task so that its failure affects nothing else. Catches errors too: a loop whose turn
  /// ended in the middle would block its links permanently.
  ///
  /// @param place what failed, for the log
  /// @return whether it did not fail
  public boolean guard(String place, Runnable task) {
    try {
      task.run();
      return true;
    } catch (Throwable failure) {
      failed(place, failure);
      return false;
    }
  }

  /// Reports a failure that was already caught.
  public void failed(String place, Throwable failure) {
    exceptions.increment();
    LOGGER.error("engine loop {}: {} failed", loop, place, failure);
  }

  /// A look-up off the loop failed.
  public void lookUpFailed(Exception failure) {
    failedLookUps.increment();
    LOGGER.warn("a look-up off the loop failed: {}", failure.toString());
  }
}
