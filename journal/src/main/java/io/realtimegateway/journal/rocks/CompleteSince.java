package io.realtimegateway.journal.rocks;

import java.util.concurrent.atomic.AtomicLong;

/// Since when all names are here, epoch milliseconds. Moves forward only.
final class CompleteSince {
  private final AtomicLong millis;

  CompleteSince(long millis) {
    this.millis = new AtomicLong(millis);
  }

  long millis() {
    return millis.get();
  }

  /// Names before `to` may be missing.
  void raise(long to) {
    millis.accumulateAndGet(to, Math::max);
  }
}
