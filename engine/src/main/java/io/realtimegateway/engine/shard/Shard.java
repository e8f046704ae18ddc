package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.conversation.ConversationTable;
import io.realtimegateway.engine.loop.AppendWaiter;
import io.realtimegateway.engine.loop.ShardLog;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.engine.session.ShardUsers;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.function.LongSupplier;

/// One of the 64 slices: the conversations and users whose ids fall into it, and their place in the
/// journal. Single-threaded, the unit of order.
final class Shard {
  private final ShardPort port;
  private final ConversationTable conversations;
  private final ShardUsers users;

  Shard(ShardPort port, ConversationTable conversations, ShardUsers users) {
    this.port = port;
    this.conversations = conversations;
    this.users = users;
  }

  /// Continues the history at its tail.
  ///
  /// @param newEpoch begins a new epoch if the tail is not provable
  /// @param now epoch milliseconds
  void resume(Tails.Tail tail, LongSupplier newEpoch, long now) {
    if (tail.epoch() == 0 || !tail.doubt().isEmpty()) {
      log().resumeAt(newEpoch.getAsLong(), tail.index());
      String reason = tail.doubt().isEmpty() ? "new" : tail.doubt();
      port.append(new EpochStarted(now, reason), AppendWaiter.NONE);
    } else {
      log().resumeAt(tail.epoch(), tail.index());
    }
    users.restore(tail.online(), tail.revoked());
  }

  int number() {
    return log().shard();
  }

  ShardLog log() {
    return port.log();
  }

  ConversationTable conversations() {
    return conversations;
  }

  ShardUsers users() {
    return users;
  }

  /// A packet of another shard.
  void receive(ShardPacket packet) {
    switch (packet) {
      case ShardPacket.Subscribe subscribe -> users.subscribe(subscribe);
      case ShardPacket.Subscribed subscribed -> conversations.subscribed(subscribed);
      case ShardPacket.Unsubscribe unsubscribe -> users.unsubscribe(unsubscribe);
      case ShardPacket.JoinAudience join -> conversations.join(join);
      case ShardPacket.JoinedAudience joined -> users.joined(joined.address());
      case ShardPacket.LeaveAudience leave -> conversations.leave(leave);
      case ShardPacket.PresenceChanged changed -> users.presence().notify(changed);
      case ShardPacket.ProfileChanged changed -> users.presence().notify(changed);
      case ShardPacket.PresenceProbe probe -> users.presence().probe(probe);
      case ShardPacket.PresenceAnswer answer -> users.presence().answered(answer);
    }
  }

  /// Runs the work that is due.
  ///
  /// @param now nanoseconds
  void tick(long now) {
    conversations.tick(now);
    users.tick(now);
  }
}
