package io.realtimegateway.protocol.packet;

import org.jspecify.annotations.Nullable;

/// What happens in a conversation or to a user, as the clients hear it. Events travel inside
/// `Delivery`.
public sealed interface Event extends Packet {
  /// An event that does not last: it has no seq, is in no page of changes, and a newer one of the
  /// same kind replaces it.
  sealed interface Signal extends Event {}

  /// A message was created.
  ///
  /// @param createdAt epoch milliseconds
  /// @param metadata compact JSON object, or null
  /// @param clientMessageID the client's own name, or null where the gateway named the send
  record Message(
      long conversationID,
      long seq,
      long messageID,
      long authorID,
      long createdAt,
      String content,
      @Nullable String metadata,
      @Nullable String clientMessageID)
      implements Event {
    public Message {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.id("messageID", messageID);
      Fields.id("authorID", authorID);
      Fields.natural("createdAt", createdAt);
      Fields.content(content);
      Fields.metadata(metadata);
      Fields.text("clientMessageID", clientMessageID, 128);
    }
  }

  /// A message was edited; `content` and `metadata` are what holds now.
  record MessageUpdated(
      long conversationID,
      long seq,
      long messageID,
      long updatedAt,
      String content,
      @Nullable String metadata)
      implements Event {
    public MessageUpdated {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.id("messageID", messageID);
      Fields.natural("updatedAt", updatedAt);
      Fields.content(content);
      Fields.metadata(metadata);
    }
  }

  /// A message was deleted. Inside a page of changes `seq` is that of the creation.
  record MessageDeleted(long conversationID, long seq, long messageID, long authorID)
      implements Event {
    public MessageDeleted {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.id("messageID", messageID);
      Fields.id("authorID", authorID);
    }
  }

  /// To the other members.
  record MemberAdded(long conversationID, long seq, long userID) implements Event {
    public MemberAdded {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
    }
  }

  /// To the members who stay.
  record MemberRemoved(long conversationID, long seq, long userID) implements Event {
    public MemberRemoved {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
    }
  }

  /// A group-chat got another name or other metadata; both as they are now. To all members, the one
  /// who did it too.
  ///
  /// @param metadata compact JSON object, or null
  /// @param userID who did it, 0 for the application
  record ConversationUpdated(
      long conversationID, long seq, long userID, String groupName, @Nullable String metadata)
      implements Event {
    public ConversationUpdated {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.idOrZero("userID", userID);
      Fields.groupName(groupName);
      Fields.metadata(metadata);
    }
  }

  /// To the added user.
  ///
  /// @param seq head of the conversation, the own joining counted; 0 for a new conversation
  record AddedToConversation(long conversationID, long seq, long epoch) implements Event {
    public AddedToConversation {
      Fields.id("conversationID", conversationID);
      Fields.natural("seq", seq);
    }
  }

  /// To the removed user, the last that is heard of the conversation.
  record RemovedFromConversation(long conversationID, long seq) implements Event {
    public RemovedFromConversation {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
    }
  }

  /// To the other members; does not last.
  record TypingEvent(long conversationID, long userID, boolean isTyping) implements Signal {
    public TypingEvent {
      Fields.id("conversationID", conversationID);
      Fields.id("userID", userID);
    }
  }

  /// To the peers of a user; does not last.
  record Presence(long userID, boolean isOnline) implements Signal {
    public Presence {
      Fields.id("userID", userID);
    }
  }

  /// To the peers of a user and its own sessions: another name or picture; does not last.
  ///
  /// @param displayImage address of a picture, null for none
  record UserUpdated(long userID, String displayName, @Nullable String displayImage)
      implements Signal {
    public UserUpdated {
      Fields.id("userID", userID);
      Fields.text("displayName", displayName, 200);
      Fields.text("displayImage", displayImage, 2048);
    }
  }

  /// How far a member has read.
  record ReadMarker(long conversationID, long userID, long seq) implements Signal {
    public ReadMarker {
      Fields.id("conversationID", conversationID);
      Fields.id("userID", userID);
      Fields.natural("seq", seq);
    }
  }
}
