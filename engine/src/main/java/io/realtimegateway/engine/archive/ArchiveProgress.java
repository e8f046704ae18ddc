package io.realtimegateway.engine.archive;

import io.realtimegateway.store.archive.ShardPosition;

/// How far one shard has come, and how carefully it is being read. Used by its worker alone.
final class ArchiveProgress {
  private final int shard;
  private final int mostRecords;

  private ShardPosition position;

  /// Most records of the next batch: halved when a batch fails, doubled when one succeeds.
  private int budget;

  /// Up to this index the shard is written by itself, because a batch with these records failed.
  private long isolatedUpTo;

  /// Whether there may be committed records that no event loop has told of: at the start, and after
  /// a rewind.
  private boolean mayHaveMore = true;

  /// What event loops had told of when the journal had nothing to read.
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

  /// Whether there is something to read, as far as one can know without reading.
  boolean isBehind(long committed) {
    return !isHalted && (mayHaveMore || committed > Math.max(position.index(), nothingUpTo));
  }

  /// The database says that it stands there.
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

  /// A batch that ends here failed for what it holds.
  void failedAt(long index, int records) {
    isolatedUpTo = Math.max(isolatedUpTo, index);
    budget = Math.max(1, records / 2);
  }

  /// It is no longer archived, for good.
  void halt() {
    isHalted = true;
  }
}
