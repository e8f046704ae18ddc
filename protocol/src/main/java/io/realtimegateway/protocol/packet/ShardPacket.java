package io.realtimegateway.protocol.packet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What shards say to each other, in order between any two; inside one process today, over a link
/// of role `ENGINE` later.
public sealed interface ShardPacket extends Packet {
  /// The shard of a conversation asks the shard of these users: tell me their sessions, now and
  /// whenever they change. Answered by `Subscribed`.
  ///
  /// @param load number of this loading of the conversation; comes back in the answer
  record Subscribe(long conversationID, long load, int userShard, List<Long> users)
      implements ShardPacket {
    public Subscribe {
      Fields.id("conversationID", conversationID);
      Fields.natural("load", load);
      Fields.shard(userShard);
      users = Fields.users("users", users);
    }
  }

  /// The sessions of the users asked for.
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

  /// Where packets for a session go.
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

  /// The conversation left memory, or these users left the conversation: no more changes, please.
  record Unsubscribe(long conversationID, int userShard, List<Long> users, boolean removed)
      implements ShardPacket {
    public Unsubscribe {
      Fields.id("conversationID", conversationID);
      Fields.shard(userShard);
      users = Fields.users("users", users);
    }
  }

  /// The shard of a user tells a conversation: this session hears you from now on. Answered by
  /// `JoinedAudience`.
  ///
  /// @param returning the session outlived its link or engine: tell it `lagging` if something may
  ///   have passed it by
  record JoinAudience(long conversationID, SessionAddress address, boolean returning)
      implements ShardPacket {
    public JoinAudience {
      Fields.id("conversationID", conversationID);
    }
  }

  /// The session is in the audience, or the conversation does not want it (any more).
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

  /// A user came online or went offline: tell the sessions of these users, all of the shard
  /// `userShard`.
  record PresenceChanged(long userID, boolean isOnline, int userShard, List<Long> peers)
      implements ShardPacket {
    public PresenceChanged {
      Fields.id("userID", userID);
      Fields.shard(userShard);
      peers = Fields.users("peers", peers);
    }
  }

  /// A user has another name or picture: notify the sessions of these users, all of the shard
  /// `userShard`; without any, all of its users.
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

  /// Those of the users asked for who are online.
  ///
  /// @param address of the session that `PresenceProbe` named
  record PresenceAnswer(SessionAddress address, List<Long> online) implements ShardPacket {
    public PresenceAnswer {
      online = Fields.users("online", online);
    }
  }
}
