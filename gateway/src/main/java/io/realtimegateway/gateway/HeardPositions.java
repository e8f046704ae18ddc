package io.realtimegateway.gateway;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.ArrayList;
import java.util.List;

/// How far this loop has received each shard: what it names when a link registers again.
///
/// A session is put into audiences by the link of its user's shard, and receives events over the
/// links of its conversations' shards. So while one link is not settled, the positions that any
/// other link tells may cover events that a session has missed. They are kept apart, and the
/// positions in force stay what they were when the first link was lost, until all are settled.
final class HeardPositions {
  // In force: what a link that registers is told.
  private final long[] epochs = new long[Shards.COUNT];
  private final long[] indexes = new long[Shards.COUNT];
  private final boolean[] isKnown = new boolean[Shards.COUNT];

  // As the links tell them.
  private final long[] newEpochs = new long[Shards.COUNT];
  private final long[] newIndexes = new long[Shards.COUNT];

  private final boolean[] isSettled = new boolean[Shards.LOGS];
  private boolean areSettled;
  private boolean areKnown;

  /// Whether the positions of every shard have been in force.
  boolean areKnown() {
    return areKnown;
  }

  /// A link was welcomed.
  ///
  /// @return the positions in force of the shards behind it, those that are known
  List<Position> registering(LinkPacket.Welcome welcome) {
    List<Position> known = new ArrayList<>();
    for (LinkPacket.OwnedLog owned : welcome.logs()) {
      unsettled(owned.log());
      int first = Shards.firstOf(owned.log());
      int behind = first + Shards.COUNT / Shards.LOGS;
      for (int shard = first; shard < behind; shard++) {
        newEpochs[shard] = 0;
        newIndexes[shard] = 0;
        if (isKnown[shard]) {
          known.add(new Position(shard, epochs[shard], indexes[shard]));
        }
      }
    }
    welcome.positions().forEach(this::moved);
    return known;
  }

  /// The link of this log was lost, or registers.
  void unsettled(int log) {
    isSettled[log] = false;
    areSettled = false;
  }

  /// All links are registered, and everything has come that the link of this log carried until
  /// then.
  void settled(int log) {
    isSettled[log] = true;
    if (!areSettled && allSettled()) {
      areSettled = true;
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        adopt(shard);
      }
      areKnown |= allKnown();
    }
  }

  private boolean allSettled() {
    for (boolean one : isSettled) {
      if (!one) {
        return false;
      }
    }
    return true;
  }

  private boolean allKnown() {
    for (boolean one : isKnown) {
      if (!one) {
        return false;
      }
    }
    return true;
  }

  private void adopt(int shard) {
    isKnown[shard] = newEpochs[shard] != 0;
    epochs[shard] = newEpochs[shard];
    indexes[shard] = newIndexes[shard];
  }

  /// The engine told a position; epoch 0 is the one that is known.
  void moved(Position position) {
    int shard = position.shard();
    if (position.epoch() != 0 && position.epoch() != newEpochs[shard]) {
      newEpochs[shard] = position.epoch();
      newIndexes[shard] = position.index();
      if (areSettled) {
        adopt(shard);
      }
    } else {
      heard(shard, position.index());
    }
  }

  /// A packet carried this index.
  void heard(int shard, long index) {
    newIndexes[shard] = Math.max(newIndexes[shard], index);
    if (areSettled) {
      indexes[shard] = newIndexes[shard];
    }
  }
}
