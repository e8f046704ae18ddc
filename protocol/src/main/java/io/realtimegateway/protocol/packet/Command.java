package io.realtimegateway.protocol.packet;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command of a user (through a gateway or the API) to a conversation. All commands except
/// `Typing` are answered.
///
/// Commands that write history carry a name: a repeat with the same name, by the same user in the
/// same conversation, gets the first answer and changes nothing. Client-given names of sends, and
/// those of edits and deletes, are separate name spaces.
public sealed interface Command extends Packet {
  /// `ifChangeSeq` of a command without that condition.
  long NO_CONDITION = 0;

  /// Converts a client's `ifChangeSeq` for a packet. No message has the changeSeq 0: it becomes a
  /// seq that no conversation reaches.
  static long condition(@Nullable Long given) {
    return given == null ? NO_CONDITION : given == 0 ? Long.MAX_VALUE : given;
  }

  /// The user who gives the command.
  long userID();

  /// The commands that are answered.
  sealed interface Asking extends Command, Request
      permits SendMessage,
          UpdateMessage,
          DeleteMessage,
          MarkRead,
          AddMembers,
          RemoveMember,
          UpdateConversation,
          Announce,
          Resume,
          Barrier,
          QueryPresence {}

  /// Answered by `Ack` (messageID, seq, time = createdAt) or `Failure`.
  ///
  /// @param name chosen by the client if `clientNamed`, otherwise a UUIDv7 of the gateway; 1..64
  ///   code points
  /// @param content 1..4000 code points
  /// @param metadata a JSON object as compact text, at most 2048 bytes; null for none
  record SendMessage(
      long request,
      long userID,
      long conversationID,
      Authority authority,
      String name,
      boolean clientNamed,
      String content,
      @Nullable String metadata)
      implements Asking {
    public SendMessage {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.name(name);
      Fields.content(content);
      Fields.metadata(metadata);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Answered by `Ack` (messageID, seq, time = updatedAt) or `Failure`. Author only.
  ///
  /// @param name chosen by the client if `clientNamed`, otherwise a UUIDv7 of the gateway; 1..64
  ///   code points
  /// @param metadata null keeps the current one, `{}` empties it
  /// @param ifChangeSeq refused with `CONFLICT` if the message's last change has another seq; or
  ///   [#NO_CONDITION]
  record UpdateMessage(
      long request,
      long userID,
      long conversationID,
      long messageID,
      Authority authority,
      String name,
      boolean clientNamed,
      String content,
      @Nullable String metadata,
      long ifChangeSeq)
      implements Asking {
    public UpdateMessage {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.id("messageID", messageID);
      Fields.name(name);
      Fields.content(content);
      Fields.metadata(metadata);
      Fields.natural("ifChangeSeq", ifChangeSeq);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Answered by `Ack` (messageID, seq) or `Failure`. Author only; a message that is already
  /// deleted gets the same ack.
  ///
  /// @param name chosen by the client if `clientNamed`, otherwise a UUIDv7 of the gateway; 1..64
  ///   code points
  /// @param ifChangeSeq as in `UpdateMessage`
  record DeleteMessage(
      long request,
      long userID,
      long conversationID,
      long messageID,
      Authority authority,
      String name,
      boolean clientNamed,
      long ifChangeSeq)
      implements Asking {
    public DeleteMessage {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.id("messageID", messageID);
      Fields.name(name);
      Fields.natural("ifChangeSeq", ifChangeSeq);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Not answered, but refused with `Failure` if the user may not send it.
  ///
  /// @param session the session of the typing user; its end ends the typing
  record Typing(long request, long session, long userID, long conversationID, boolean isTyping)
      implements Command {
    public Typing {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.natural("session", session);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
    }
  }

  /// Moves the read marker forward. Answered by `Ack` (seq = the marker now) or `Failure`.
  ///
  /// @param session the session that gets only the ack; 0 for REST
  record MarkRead(long request, long session, long userID, long conversationID, long seq)
      implements Asking {
    public MarkRead {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.natural("session", session);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.natural("seq", seq);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Adds existing users; current members are skipped. Answered by `Ack` (seq = head afterwards).
  ///
  /// @param members at most 1,000, without duplicates
  record AddMembers(
      long request,
      long userID,
      long conversationID,
      Authority authority,
      String name,
      List<Long> members)
      implements Asking {
    public AddMembers {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.name(name);
      members = Fields.ids("members", members, 1, 1000);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Removes one member: the user itself, or another one if the user is the owner. Answered by
  /// `Ack` (seq of the removal).
  record RemoveMember(
      long request, long userID, long conversationID, Authority authority, String name, long member)
      implements Asking {
    public RemoveMember {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.name(name);
      Fields.id("member", member);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Changes the name of a group-chat, its metadata, or both. Answered by `Ack` (seq, time of the
  /// event) or `Failure`. Owner only.
  ///
  /// @param name chosen by the client if `clientNamed`, otherwise a UUIDv7 of the API; 1..64 code
  ///   points
  /// @param groupName 1..50 code points; null keeps the current one
  /// @param metadata a JSON object as compact text, at most 2048 bytes; null keeps the current one,
  ///   `{}` empties it. At least one of the two is not null
  record UpdateConversation(
      long request,
      long userID,
      long conversationID,
      Authority authority,
      String name,
      boolean clientNamed,
      @Nullable String groupName,
      @Nullable String metadata)
      implements Asking {
    public UpdateConversation {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.name(name);
      if (groupName != null) {
        Fields.groupName(groupName);
      } else if (metadata == null) {
        throw new IllegalArgumentException("groupName and metadata must not both be absent");
      }
      Fields.metadata(metadata);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// From the API: this conversation was created in the database. The engine reads it, records its
  /// first members and notifies them. Answered by `Ack`. Losing this packet is harmless: the engine
  /// finds unannounced conversations by itself.
  record Announce(long request, long userID, long conversationID) implements Asking {
    public Announce {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// Requests one page of the changes after `seq`. Answered by `Changes`, `Reset` or `Failure`.
  ///
  /// @param epoch the epoch that the client holds, or 0 for none
  /// @param limit most items, 1..200
  record Resume(
      long request,
      long userID,
      long conversationID,
      Authority authority,
      long seq,
      long epoch,
      int limit)
      implements Asking {
    public Resume {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.id("conversationID", conversationID);
      Fields.natural("seq", seq);
      Fields.range("limit", limit, 1, Limits.MAX_CHANGES);
    }

    @Override
    public int shard() {
      return Shards.ofConversation(conversationID);
    }
  }

  /// From the API, before a read of the database. Answered by `BarrierPassed` once everything
  /// accepted before is archived, or by `Failure` with `SERVICE_UNAVAILABLE`.
  ///
  /// @param conversationID the conversation to be read, or 0 for all shards of the log of
  ///   `onShard`'s link
  /// @param onShard a shard of the link; the conversation's shard if one is named
  /// @param waitMillis longest wait for the archiver
  record Barrier(long request, long userID, long conversationID, int onShard, long waitMillis)
      implements Asking {
    public Barrier {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.idOrZero("userID", userID);
      Fields.idOrZero("conversationID", conversationID);
      Fields.shard(onShard);
      Fields.natural("waitMillis", waitMillis);
    }

    @Override
    public int shard() {
      return onShard;
    }
  }

  /// From the API: which of these users, all of shards of this link, are online? Answered by
  /// `PresenceState`.
  record QueryPresence(long request, long userID, int onShard, List<Long> users) implements Asking {
    public QueryPresence {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.idOrZero("userID", userID);
      Fields.shard(onShard);
      users = Fields.users("users", users);
    }

    @Override
    public int shard() {
      return onShard;
    }
  }
}
