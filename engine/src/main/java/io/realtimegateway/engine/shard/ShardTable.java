package io.realtimegateway.engine.shard;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Position;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The shards of one engine loop, by number.
final class ShardTable {
  private final NavigableMap<Integer, Shard> shards = new TreeMap<>();

  void add(Shard shard) {
    shards.put(shard.number(), shard);
  }

  /// The shard, or null if it lives on another loop.
  @Nullable Shard find(int shard) {
    return shards.get(shard);
  }

  /// The shard that a packet is for.
  ///
  /// @throws IllegalArgumentException if the shard lives on another loop
  Shard at(int shard) {
    Shard found = shards.get(shard);
    if (found == null) {
      throw new IllegalArgumentException("shard " + shard + " is not behind this link");
    }
    return found;
  }

  /// Ascending by number.
  Collection<Shard> all() {
    return shards.values();
  }

  /// The shards of one log.
  List<Shard> ofLog(int log) {
    return shards.values().stream().filter(shard -> Shards.logOf(shard.number()) == log).toList();
  }

  /// How far each shard has delivered.
  List<Position> positions() {
    return shards.values().stream()
        .map(
            shard ->
                new Position(shard.number(), shard.log().epoch(), shard.log().deliveredIndex()))
        .toList();
  }

  /// Whether a user is online; false if the user's shard lives on another loop.
  boolean isOnline(long userID) {
    Shard shard = shards.get(Shards.ofUser(userID));
    return shard != null && shard.users().isOnline(userID);
  }
}
