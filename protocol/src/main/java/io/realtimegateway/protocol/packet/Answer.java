package io.realtimegateway.protocol.packet;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers of the engine to requests.
public sealed interface Answer extends Packet {
  /// The correlation number of the request; 0 in a `Failure` that closes the link.
  long request();

  /// The ticket was valid and is now used; the gateway upgrades the connection.
  /// `SessionPacket.Attached` follows.
  record Redeemed(long request) implements Answer {
    public Redeemed {
      Fields.range("request", request, 1, Long.MAX_VALUE);
    }
  }

  /// Accepted: committed in the journal.
  ///
  /// @param conversationID 0 if the command names none
  /// @param messageID 0 if the command concerns no message
  /// @param seq of the event; for `MarkRead` the marker, for `AddMembers` the head
  /// @param time epoch milliseconds of the event, or the time that the command's documentation
  ///   states; 0 for none
  /// @param repeated a command with this name had been accepted before
  /// @param deleted the message has been deleted since (only for repeats of a send)
  record Ack(
      long request,
      long conversationID,
      long messageID,
      long seq,
      long time,
      boolean repeated,
      boolean deleted)
      implements Answer {
    public Ack {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.idOrZero("conversationID", conversationID);
      Fields.idOrZero("messageID", messageID);
      Fields.natural("seq", seq);
      Fields.natural("time", time);
    }
  }

  /// The request was refused and changed nothing; or, if `request` is 0, the link is closed for
  /// this cause. The wire name is Error.
  ///
  /// @param message for humans, at most 500 UTF-16 units; never exception text
  /// @param target the field that is wrong, or null
  record Failure(long request, ErrorCode code, String message, @Nullable String target)
      implements Answer {
    public Failure {
      Fields.natural("request", request);
      Fields.text("message", message, 500);
      Fields.text("target", target, 100);
    }
  }

  /// A page of changes: each object once in its latest state, ascending by `changeSeq`.
  ///
  /// @param seq how far the page reaches; items may have a higher seq
  /// @param more more changes follow: request again with `seq`
  record Changes(
      long request, long conversationID, long epoch, long seq, boolean more, List<Change> items)
      implements Answer {
    public Changes {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("conversationID", conversationID);
      Fields.natural("seq", seq);
      Fields.range("items", items.size(), 0, Limits.MAX_CHANGES);
      items = List.copyOf(items);
    }
  }

  /// An object in its latest state.
  ///
  /// @param changeSeq seq of the last change of the object
  /// @param updatedAt epoch milliseconds of the last edit of a message, 0 for none
  /// @param event `Message`, `MessageDeleted` (both with the seq of the creation), `MemberAdded` or
  ///   `MemberRemoved`
  record Change(long changeSeq, long updatedAt, Event event) {
    public Change {
      Fields.natural("changeSeq", changeSeq);
      Fields.natural("updatedAt", updatedAt);
      boolean object =
          event instanceof Event.Message
              || event instanceof Event.MessageDeleted
              || event instanceof Event.MemberAdded
              || event instanceof Event.MemberRemoved
              || event instanceof Event.ConversationUpdated;
      if (!object) {
        throw new IllegalArgumentException("event is not an object of a conversation");
      }
    }
  }

  /// The client's state is invalid: discard it and read everything again.
  record Reset(long request, long conversationID, ResetReason reason) implements Answer {
    public Reset {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("conversationID", conversationID);
    }
  }

  /// Why the state is invalid. The wire number is the ordinal plus 1.
  enum ResetReason {
    /// The history was interrupted since.
    EPOCH,
    /// The client is ahead of the head.
    AHEAD,
    /// The user is not a member, or the conversation does not exist.
    NOT_MEMBER
  }

  /// Everything accepted before the request is in the database.
  ///
  /// @param seq head of the conversation, 0 without one
  /// @param epoch of the conversation, 0 without one
  /// @param readSeq the requesting user's read marker in it, 0 without one
  record BarrierPassed(long request, long seq, long epoch, long readSeq) implements Answer {
    public BarrierPassed {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.natural("seq", seq);
      Fields.natural("readSeq", readSeq);
    }
  }

  /// The users of the query who are online.
  record PresenceState(long request, List<Long> online) implements Answer {
    public PresenceState {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      online = Fields.users("online", online);
    }
  }
}
