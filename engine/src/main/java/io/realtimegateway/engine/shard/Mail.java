package io.realtimegateway.engine.shard;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// What the shards of one loop say to other shards, in order between any two. Letters to shards of
/// the same loop are read in the same turn; those to another loop leave together at the end of it.
final class Mail {
  private final Queue<ShardPacket> own = new ArrayDeque<>();
  private final List<List<ShardPacket>> others = new ArrayList<>();
  private final int loop;
  private final List<EngineLoop> loops;
  private final Runnable turn;

  /// Makes the post office of one loop.
  ///
  /// @param loops all loops of the engine; filled by the time of the first letter
  Mail(int loop, int count, List<EngineLoop> loops, Runnable turn) {
    this.loop = loop;
    this.loops = loops;
    this.turn = turn;
    for (int i = 0; i < count; i++) {
      others.add(new ArrayList<>());
    }
  }

  void post(ShardPacket packet) {
    int target = Shards.logOf(shardOf(packet)) % others.size();
    if (target == loop) {
      own.add(packet);
    } else {
      others.get(target).add(packet);
    }
    turn.run();
  }

  Queue<ShardPacket> own() {
    return own;
  }

  void send() {
    for (int i = 0; i < others.size(); i++) {
      List<ShardPacket> letters = others.get(i);
      if (!letters.isEmpty()) {
        others.set(i, new ArrayList<>());
        EngineLoop target = loops.get(i);
        target.eventLoop().execute(() -> target.receive(letters));
      }
    }
  }

  /// The shard that a letter is for.
  static int shardOf(ShardPacket packet) {
    return switch (packet) {
      case ShardPacket.Subscribe subscribe -> subscribe.userShard();
      case ShardPacket.Subscribed subscribed -> Shards.ofConversation(subscribed.conversationID());
      case ShardPacket.Unsubscribe unsubscribe -> unsubscribe.userShard();
      case ShardPacket.JoinAudience take -> Shards.ofConversation(take.conversationID());
      case ShardPacket.JoinedAudience joined -> Shards.ofUser(joined.address().userID());
      case ShardPacket.LeaveAudience leave -> Shards.ofConversation(leave.conversationID());
      case ShardPacket.PresenceChanged changed -> changed.userShard();
      case ShardPacket.ProfileChanged changed -> changed.userShard();
      case ShardPacket.PresenceProbe probe -> probe.userShard();
      case ShardPacket.PresenceAnswer answer -> Shards.ofUser(answer.address().userID());
    };
  }
}
