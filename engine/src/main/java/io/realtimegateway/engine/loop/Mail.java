package io.realtimegateway.engine.loop;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// Packets between shards, ordered between any two shards. Those to shards of the same loop are
/// read in the same turn; those to another loop are sent together at the end of the turn.
public final class Mail {
  private final Queue<ShardPacket> own = new ArrayDeque<>();
  private final List<List<ShardPacket>> others = new ArrayList<>();
  private final int loop;
  private final List<? extends Mailbox> mailboxes;
  private final Runnable turn;

  /// The outgoing packets of one loop.
  ///
  /// @param count number of the engine's loops
  /// @param mailboxes of all of them; filled by the time of the first packet
  /// @param turn requests an end of turn
  public Mail(int loop, int count, List<? extends Mailbox> mailboxes, Runnable turn) {
    this.loop = loop;
    this.mailboxes = mailboxes;
    this.turn = turn;
    for (int i = 0; i < count; i++) {
      others.add(new ArrayList<>());
    }
  }

  /// Sends a packet to its shard.
  public void post(ShardPacket packet) {
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
      List<ShardPacket> packets = others.get(i);
      if (!packets.isEmpty()) {
        others.set(i, new ArrayList<>());
        Mailbox target = mailboxes.get(i);
        target.eventLoop().execute(() -> target.receive(packets));
      }
    }
  }

  /// The shard to which a packet is addressed.
  public static int shardOf(ShardPacket packet) {
    return switch (packet) {
      case ShardPacket.Subscribe subscribe -> subscribe.userShard();
      case ShardPacket.Subscribed subscribed -> Shards.ofConversation(subscribed.conversationID());
      case ShardPacket.Unsubscribe unsubscribe -> unsubscribe.userShard();
      case ShardPacket.JoinAudience join -> Shards.ofConversation(join.conversationID());
      case ShardPacket.JoinedAudience joined -> Shards.ofUser(joined.address().userID());
      case ShardPacket.LeaveAudience leave -> Shards.ofConversation(leave.conversationID());
      case ShardPacket.PresenceChanged changed -> changed.userShard();
      case ShardPacket.ProfileChanged changed -> changed.userShard();
      case ShardPacket.PresenceProbe probe -> probe.userShard();
      case ShardPacket.PresenceAnswer answer -> Shards.ofUser(answer.address().userID());
    };
  }
}
