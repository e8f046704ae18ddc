package io.realtimegateway.gateway;

import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import java.time.Duration;
import java.util.Arrays;

/// Finds the logs that no link has answered for too long.
final class EngineAbsence {
  private static final long PRESENT = Long.MIN_VALUE;
  private static final int[] NONE = {};

  private final EngineLinks links;
  private final long patienceNanos;
  private final long[] since = new long[Shards.LOGS];
  private final boolean[] isTold = new boolean[Shards.LOGS];

  EngineAbsence(EngineLinks links, Duration patience) {
    this.links = links;
    this.patienceNanos = patience.toNanos();
    Arrays.fill(since, PRESENT);
  }

  /// Logs that are lost now; each is told once for each absence.
  int[] lost(long nowNanos) {
    int[] found = NONE;
    for (int log = 0; log < since.length; log++) {
      if (links.isReady(Shards.firstOf(log))) {
        since[log] = PRESENT;
        isTold[log] = false;
      } else if (since[log] == PRESENT) {
        since[log] = nowNanos;
      } else if (!isTold[log] && nowNanos - since[log] >= patienceNanos) {
        isTold[log] = true;
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = log;
      }
    }
    return found;
  }
}
