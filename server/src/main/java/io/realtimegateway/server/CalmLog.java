package io.realtimegateway.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/// Lets one warning, which strangers can provoke at any rate, into the log once a minute.
final class CalmLog {
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicLong lastNanos;

  CalmLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastNanos = new AtomicLong(nanoTime.getAsLong() - PAUSE_NANOS);
  }

  /// @param text is made only if it is logged
  void warn(Logger log, Supplier<String> text) {
    long now = nanoTime.getAsLong();
    long last = lastNanos.get();
    if (now - last >= PAUSE_NANOS && lastNanos.compareAndSet(last, now)) {
      log.warn(text.get());
    }
  }
}
