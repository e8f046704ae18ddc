package io.realtimegateway.journal.rocks.names;

import java.util.concurrent.atomic.AtomicLong;

/// The time since which all names are here, in epoch milliseconds; 0 if there are no earlier ones.
/// Only moves forward once something was accepted.
public final class CompleteSince {
  private final AtomicLong millis;

  public CompleteSince(long millis) {
    this.millis = new AtomicLong(millis);
  }

  public long millis() {
    return millis.get();
  }

  /// There were no names before this store.
  public void always() {
    millis.set(0);
  }

  /// Names before `to` may be missing.
  public void raise(long to) {
    millis.accumulateAndGet(to, Math::max);
  }
}
