package io.realtimegateway.engine.archive;

import io.realtimegateway.model.Shards;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// How far each shard is committed, as reported by the event loops, and archived, as reported by
/// the workers.
final class Commits {
  private static final long NOTHING_WAITS = 0;

  private final Clock clock;
  private final AtomicLongArray committed = new AtomicLongArray(Shards.COUNT);
  private final AtomicLongArray wanted = new AtomicLongArray(Shards.COUNT);
  private final AtomicLongArray archived = new AtomicLongArray(Shards.COUNT);

  /// Earliest possible time, in epoch milliseconds, since which the oldest record waits.
  private final AtomicLongArray waitingSince = new AtomicLongArray(Shards.COUNT);

  Commits(Clock clock) {
    this.clock = clock;
  }

  void committed(int shard, long index) {
    committed.set(shard, index);
    waitingSince.compareAndSet(shard, NOTHING_WAITS, clock.millis());
  }

  long committed(int shard) {
    return committed.get(shard);
  }

  /// Somebody waits until the shard is archived up to this index, which may not be committed yet.
  ///
  /// @return whether it is, so that it can be archived now
  boolean want(int shard, long index) {
    wanted.accumulateAndGet(shard, index, Math::max);
    return committed.get(shard) >= index;
  }

  /// Whether somebody waits for what ends with this index.
  boolean isWanted(int shard, long index) {
    long upTo = wanted.get(shard);
    return index >= upTo && archived.get(shard) < upTo;
  }

  long archived(int shard) {
    return archived.get(shard);
  }

  /// Records beyond the index were committed at `readAt` or later.
  void archived(int shard, long index, long readAt) {
    archived.set(shard, index);
    waitingSince.set(shard, NOTHING_WAITS);
    if (committed.get(shard) > index) {
      waitingSince.compareAndSet(shard, NOTHING_WAITS, readAt);
    }
  }

  long now() {
    return clock.millis();
  }

  Duration age() {
    long now = clock.millis();
    long oldest = now;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      long since = waitingSince.get(shard);
      oldest = since == NOTHING_WAITS ? oldest : Math.min(oldest, since);
    }
    return Duration.ofMillis(now - oldest);
  }
}
