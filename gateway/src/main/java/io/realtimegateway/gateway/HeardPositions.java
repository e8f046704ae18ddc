package io.realtimegateway.gateway;

import io.realtimegateway.protocol.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.ArrayList;
import java.util.List;

/// How far this loop has heard each shard. While a link registers, the positions from before it was
/// lost stay what they were, so that a second loss in between forgets nothing; `Registered` puts
/// the new ones in force.
final class HeardPositions {
  private final long[] epochs = new long[Shards.COUNT];
  private final long[] indexes = new long[Shards.COUNT];
  private final boolean[] isKnown = new boolean[Shards.COUNT];
  private boolean areKnown;
  private final boolean[] isRegistering = new boolean[Shards.COUNT];
  private final long[] newEpochs = new long[Shards.COUNT];
  private final long[] newIndexes = new long[Shards.COUNT];

  /// Whether every shard was heard of.
  boolean areKnown() {
    if (!areKnown) {
      areKnown = true;
      for (boolean known : isKnown) {
        areKnown &= known;
      }
    }
    return areKnown;
  }

  /// A link was welcomed.
  ///
  /// @return the known positions of the shards behind it
  List<Position> registering(LinkPacket.Welcome welcome) {
    List<Position> known = new ArrayList<>();
    for (LinkPacket.OwnedLog owned : welcome.logs()) {
      int first = Shards.firstOf(owned.log());
      int behind = first + Shards.COUNT / Shards.LOGS;
      for (int shard = first; shard < behind; shard++) {
        isRegistering[shard] = true;
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

  /// The registration of these logs is complete.
  void registered(List<LinkPacket.OwnedLog> logs, List<Position> positions) {
    positions.forEach(this::moved);
    for (LinkPacket.OwnedLog owned : logs) {
      int first = Shards.firstOf(owned.log());
      int behind = first + Shards.COUNT / Shards.LOGS;
      for (int shard = first; shard < behind; shard++) {
        adopt(shard);
      }
    }
  }

  private void adopt(int shard) {
    if (isRegistering[shard]) {
      isRegistering[shard] = false;
      isKnown[shard] = newEpochs[shard] != 0;
      epochs[shard] = newEpochs[shard];
      indexes[shard] = newIndexes[shard];
    }
  }

  /// The engine told a position; epoch 0 is the one that is known.
  void moved(Position position) {
    int shard = position.shard();
    long[] at = isRegistering[shard] ? newEpochs : epochs;
    if (position.epoch() != 0 && position.epoch() != at[shard]) {
      at[shard] = position.epoch();
      (isRegistering[shard] ? newIndexes : indexes)[shard] = position.index();
      isKnown[shard] |= !isRegistering[shard];
    } else {
      heard(shard, position.index());
    }
  }

  /// A packet carried this index.
  void heard(int shard, long index) {
    long[] at = isRegistering[shard] ? newIndexes : indexes;
    at[shard] = Math.max(at[shard], index);
  }
}
