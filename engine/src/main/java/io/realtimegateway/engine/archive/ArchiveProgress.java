package io.realtimegateway.engine.archive;

import io.realtimegateway.store.archive.ShardPosition;

/// How far one shard is archived, and how large its next batch may be. Used by its worker only.
final class ArchiveProgress {
  private final int shard;
  private final int mostRecords;

  private ShardPosition position;

  /// Most records of the next batch: halved when a batch fails, doubled when one succeeds.
  private int budget;

  /// Up to this index the shard is written in batches of its own, because a batch with these
  /// records failed.
  private long isolatedUpTo;

  /// Whether there may be committed records that no event loop has reported: at the start, and
  /// after a rewind.
  private boolean mayHaveMore = true;

  /// The highest index that event loops had reported when the journal had nothing to read.
  private long nothingUpTo;

  private boolean isHalted;

  ArchiveProgress(int shard, int mostRecords) {
    this.shard = shard;
    this.mostRecords = mostRecords;
    this.budget = mostRecords;
    this.position = new ShardPosition(shard, 0, 0, 0);
  }

  int shard() {
    return shard;
  }

  ShardPosition position() {
    return position;
  }

  int budget() {
    return budget;
  }

  boolean isIsolated() {
    return isolatedUpTo > position.index();
  }

  boolean isHalted() {
    return isHalted;
  }

  /// Whether there seems to be something to read, without reading.
  boolean isBehind(long committed) {
    return !isHalted && (mayHaveMore || committed > Math.max(position.index(), nothingUpTo));
  }

  /// The position according to the database.
  void standsAt(ShardPosition now) {
    if (!now.equals(position)) {
      mayHaveMore = true;
      nothingUpTo = 0;
      position = now;
    }
  }

  void foundNothing(long committed) {
    mayHaveMore = false;
    nothingUpTo = committed;
  }

  void archived(long epoch, long index) {
    position = new ShardPosition(shard, epoch, index, position.owner());
    budget = (int) Math.min(mostRecords, 2L * budget);
  }

  /// A batch that ends here failed because of its content.
  void failedAt(long index, int records) {
    isolatedUpTo = Math.max(isolatedUpTo, index);
    budget = Math.max(1, records / 2);
  }

  /// Halts the shard: it is no longer archived.
  void halt() {
    isHalted = true;
  }
}
