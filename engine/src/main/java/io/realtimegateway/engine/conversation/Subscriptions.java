package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Subscribes a conversation to the sessions of users: one packet per shard.
final class Subscriptions {
  private Subscriptions() {}

  /// Subscribes to the sessions of these users.
  ///
  /// @return number of shards
  static int subscribe(ShardPort shard, long conversationID, long load, List<Long> users) {
    Map<Integer, List<Long>> byShard = byShard(users);
    byShard.forEach(
        (userShard, some) ->
            shard.post(new ShardPacket.Subscribe(conversationID, load, userShard, some)));
    return byShard.size();
  }

  /// The conversation is evicted: ends its subscriptions.
  static void unsubscribe(ShardPort shard, long conversationID, List<Long> users) {
    byShard(users)
        .forEach((userShard, some) -> unsubscribe(shard, conversationID, userShard, some, false));
  }

  /// A user is no longer a member.
  static void removed(ShardPort shard, long conversationID, long user) {
    unsubscribe(shard, conversationID, Shards.ofUser(user), List.of(user), true);
  }

  private static void unsubscribe(
      ShardPort shard, long conversationID, int userShard, List<Long> users, boolean removed) {
    shard.post(new ShardPacket.Unsubscribe(conversationID, userShard, users, removed));
  }

  private static Map<Integer, List<Long>> byShard(List<Long> users) {
    Map<Integer, List<Long>> byShard = new TreeMap<>();
    for (long user : users) {
      byShard.computeIfAbsent(Shards.ofUser(user), _ -> new ArrayList<>()).add(user);
    }
    return byShard;
  }
}
