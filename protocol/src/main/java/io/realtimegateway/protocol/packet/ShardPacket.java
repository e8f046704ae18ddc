package io.realtimegateway.protocol.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Packets between shards, ordered between any two shards; inside one process today, over a link of
/// role `ENGINE` later.
public sealed interface ShardPacket extends Packet {
  /// From the shard of a conversation to the shard of these users: subscribes to their sessions,
  /// those of now and later changes. Answered by `Subscribed`.
  ///
  /// @param load number of this load of the conversation; repeated in the answer
  record Subscribe(long conversationID, long load, int userShard, List<Long> users)
      implements ShardPacket {
    public Subscribe {
      Fields.id("conversationID", conversationID);
      Fields.natural("load", load);
      Fields.shard(userShard);
      users = Fields.users("users", users);
    }
  }

  /// The sessions of the users of a `Subscribe`.
  record Subscribed(
      long conversationID,
      long load,
      int userShard,
      List<Long> users,
      List<SessionAddress> addresses)
      implements ShardPacket {
    public Subscribed {
      Fields.id("conversationID", conversationID);
      Fields.natural("load", load);
      Fields.shard(userShard);
      users = Fields.users("users", users);
      addresses = Fields.list("addresses", addresses);
    }
  }

  /// The address of a session.
  ///
  /// @param node random number of the gateway process
  /// @param loop of that gateway
  record SessionAddress(long userID, long node, int loop, long session) {
    public SessionAddress {
      Fields.id("userID", userID);
      Fields.range("node", node, 1, Long.MAX_VALUE);
      Fields.range("loop", loop, 0, 65_535);
      Fields.range("session", session, 1, Long.MAX_VALUE);
    }
  }

  /// Ends a subscription: the conversation was evicted from memory, or these users left it.
  record Unsubscribe(long conversationID, int userShard, List<Long> users, boolean removed)
      implements ShardPacket {
    public Unsubscribe {
      Fields.id("conversationID", conversationID);
      Fields.shard(userShard);
      users = Fields.users("users", users);
    }
  }

  /// From the shard of a user to a conversation: the session joins its audience. Answered by
  /// `JoinedAudience`.
  ///
  /// @param returning the session survived the loss of its link or engine: send it `lagging` if it
  ///   may have missed something
  record JoinAudience(long conversationID, SessionAddress address, boolean returning)
      implements ShardPacket {
    public JoinAudience {
      Fields.id("conversationID", conversationID);
    }
  }

  /// The session has joined the audience, or the conversation does not accept it (any more).
  record JoinedAudience(long conversationID, SessionAddress address) implements ShardPacket {
    public JoinedAudience {
      Fields.id("conversationID", conversationID);
    }
  }

  /// The session ended.
  record LeaveAudience(long conversationID, SessionAddress address) implements ShardPacket {
    public LeaveAudience {
      Fields.id("conversationID", conversationID);
    }
  }

  /// A user came online or went offline: notify the sessions of these users, all of the shard
  /// `userShard`.
  record PresenceChanged(long userID, boolean isOnline, int userShard, List<Long> peers)
      implements ShardPacket {
    public PresenceChanged {
      Fields.id("userID", userID);
      Fields.shard(userShard);
      peers = Fields.users("peers", peers);
    }
  }

  /// A user's name or picture changed: notify the sessions of these users, all of the shard
  /// `userShard`; if the list is empty, of all its users.
  ///
  /// @param displayImage address of a picture, null for none
  record ProfileChanged(
      long userID,
      String displayName,
      @Nullable String displayImage,
      int userShard,
      List<Long> users)
      implements ShardPacket {
    public ProfileChanged {
      Fields.id("userID", userID);
      Fields.text("displayName", displayName, 200);
      Fields.text("displayImage", displayImage, 2048);
      Fields.shard(userShard);
      users = Fields.users("users", users);
    }
  }

  /// A session of `address.userID` has attached: which of these users, all of the shard
  /// `userShard`, are online? Answered by `PresenceAnswer`.
  record PresenceProbe(SessionAddress address, int userShard, List<Long> peers)
      implements ShardPacket {
    public PresenceProbe {
      Fields.shard(userShard);
      peers = Fields.users("peers", peers);
    }
  }

  /// The users of a `PresenceProbe` who are online.
  ///
  /// @param address of the session that `PresenceProbe` named
  record PresenceAnswer(SessionAddress address, List<Long> online) implements ShardPacket {
    public PresenceAnswer {
      online = Fields.users("online", online);
    }
  }
}
