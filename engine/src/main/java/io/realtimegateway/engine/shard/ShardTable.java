package io.realtimegateway.engine.shard;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The shards of one engine loop, by number.
final class ShardTable {
  private final @Nullable Shard[] byNumber = new @Nullable Shard[Shards.COUNT];
  private final List<Shard> all = new ArrayList<>();

  void add(Shard shard) {
    byNumber[shard.number()] = shard;
    all.add(shard);
  }

  /// The shard, or null if another loop runs it.
  @Nullable Shard find(int shard) {
    return byNumber[shard];
  }

  /// The shard to which a packet is addressed.
  ///
  /// @throws IllegalArgumentException if another loop runs the shard
  Shard at(int shard) {
    Shard found = byNumber[shard];
    if (found == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "shard %d is not behind this link", shard));
    }
    return found;
  }

  /// In the order in which they were added.
  List<Shard> all() {
    return all;
  }

  /// The shards of one log.
  List<Shard> ofLog(int log) {
    return all.stream().filter(shard -> Shards.logOf(shard.number()) == log).toList();
  }

  /// The delivered position of each shard.
  List<Position> positions() {
    return all.stream()
        .map(
            shard ->
                new Position(shard.number(), shard.log().epoch(), shard.log().deliveredIndex()))
        .toList();
  }

  /// Whether a user is online; false if another loop runs the user's shard.
  boolean isOnline(long userID) {
    Shard shard = byNumber[Shards.ofUser(userID)];
    return shard != null && shard.users().isOnline(userID);
  }
}
