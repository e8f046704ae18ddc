package io.realtimegateway.store.archive;

import java.util.Locale;

/// A position is not where it was expected: another owner archives, an earlier batch was committed
/// although its outcome was unknown, or the database was restored. Nothing was written.
public final class PositionLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PositionLostException(int wanted, int found) {
    super(
        String.format(
            Locale.ROOT, "%d of %d shard positions are where they were expected", found, wanted));
  }
}
