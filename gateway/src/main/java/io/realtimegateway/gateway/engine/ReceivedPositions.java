package io.realtimegateway.gateway.engine;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.ArrayList;
import java.util.List;

/// How far this loop has received each shard: what it sends when a link registers again.
///
/// A session joins audiences through the link of its user's shard, and receives events over the
/// links of its conversations' shards. So while one link is not settled, the positions of any other
/// link may cover events that a session has missed. They are kept separately, and the valid
/// positions stay what they were when the first link was lost, until all links are settled.
final class ReceivedPositions {
  // Valid: sent when a link registers.
  private final long[] epochs = new long[Shards.COUNT];
  private final long[] indexes = new long[Shards.COUNT];
  private final boolean[] isKnown = new boolean[Shards.COUNT];

  // As received on the links; valid once all links are settled.
  private final long[] newEpochs = new long[Shards.COUNT];
  private final long[] newIndexes = new long[Shards.COUNT];

  private final boolean[] isSettled = new boolean[Shards.LOGS];
  private boolean areSettled;
  private boolean areKnown;

  /// Whether every shard has had a valid position.
  boolean areKnown() {
    return areKnown;
  }

  /// A link was welcomed.
  ///
  /// @return the valid positions of its shards, those that are known
  List<Position> registering(LinkPacket.Welcome welcome) {
    List<Position> known = new ArrayList<>();
    for (LinkPacket.OwnedLog owned : welcome.logs()) {
      unsettled(owned.log());
      int first = Shards.firstOf(owned.log());
      int end = first + Shards.PER_LOG;
      for (int shard = first; shard < end; shard++) {
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

  /// All links are registered, and everything that the link of this log carried until then was
  /// received.
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

  /// The engine sent a position; epoch 0 stands for the known one.
  void moved(Position position) {
    int shard = position.shard();
    if (position.epoch() != 0 && position.epoch() != newEpochs[shard]) {
      newEpochs[shard] = position.epoch();
      newIndexes[shard] = position.index();
      if (areSettled) {
        adopt(shard);
      }
    } else {
      received(shard, position.index());
    }
  }

  /// A packet carried this index.
  void received(int shard, long index) {
    newIndexes[shard] = Math.max(newIndexes[shard], index);
    if (areSettled) {
      indexes[shard] = newIndexes[shard];
    }
  }
}
