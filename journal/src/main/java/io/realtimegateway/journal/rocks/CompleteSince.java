package io.realtimegateway.journal.rocks;

import java.util.concurrent.atomic.AtomicLong;

/// Since when all names are here, epoch milliseconds; 0 where there were none before. Moves forward
/// only, once something was accepted.
final class CompleteSince {
  private final AtomicLong millis;

  CompleteSince(long millis) {
    this.millis = new AtomicLong(millis);
  }

  long millis() {
    return millis.get();
  }

  /// There were no names before this store.
  void always() {
    millis.set(0);
  }

  /// Names before `to` may be missing.
  void raise(long to) {
    millis.accumulateAndGet(to, Math::max);
  }
}
