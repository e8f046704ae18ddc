package io.realtimegateway.gateway.engine;

import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import java.time.Duration;
import java.util.Arrays;

/// Finds the logs whose link has been away for too long.
final class EngineOutages {
  private static final long PRESENT = Long.MIN_VALUE;
  private static final int[] NONE = {};

  private final EngineLinks links;
  private final long longestNanos;
  private final long[] since = new long[Shards.LOGS];
  private final boolean[] isReported = new boolean[Shards.LOGS];

  EngineOutages(EngineLinks links, Duration longest) {
    this.links = links;
    this.longestNanos = longest.toNanos();
    Arrays.fill(since, PRESENT);
  }

  /// Logs that are lost now; each is reported once for each outage.
  int[] lost(long nowNanos) {
    int[] found = NONE;
    for (int log = 0; log < since.length; log++) {
      if (links.isReady(Shards.firstOf(log))) {
        since[log] = PRESENT;
        isReported[log] = false;
      } else if (since[log] == PRESENT) {
        since[log] = nowNanos;
      } else if (!isReported[log] && nowNanos - since[log] >= longestNanos) {
        isReported[log] = true;
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = log;
      }
    }
    return found;
  }
}
