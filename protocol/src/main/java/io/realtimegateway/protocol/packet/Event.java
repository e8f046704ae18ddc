package io.realtimegateway.protocol.packet;

import org.jspecify.annotations.Nullable;

/// An event of a conversation or a user, as clients receive it. Events are sent inside `Delivery`.
public sealed interface Event extends Packet {
  /// A transient event: it has no seq, is in no page of changes, and a newer one of the same kind
  /// replaces it.
  sealed interface Signal extends Event {}

  /// A message was created.
  ///
  /// @param createdAt epoch milliseconds
  /// @param metadata compact JSON object, or null
  /// @param clientMessageID the name that the client gave the send, or null if the gateway gave it
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

  /// A message was edited; `content` and `metadata` are the current ones.
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

  /// To the remaining members.
  record MemberRemoved(long conversationID, long seq, long userID) implements Event {
    public MemberRemoved {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
    }
  }

  /// The name or metadata of a group-chat changed; both are the current ones. To all members,
  /// including the one who changed it.
  ///
  /// @param metadata compact JSON object, or null
  /// @param userID who changed it, 0 for the application
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
  /// @param seq head of the conversation, including the user's own joining; 0 for a new
  ///   conversation
  record AddedToConversation(long conversationID, long seq, long epoch) implements Event {
    public AddedToConversation {
      Fields.id("conversationID", conversationID);
      Fields.natural("seq", seq);
    }
  }

  /// To the removed user, as the last event of the conversation.
  record RemovedFromConversation(long conversationID, long seq) implements Event {
    public RemovedFromConversation {
      Fields.id("conversationID", conversationID);
      Fields.range("seq", seq, 1, Long.MAX_VALUE);
    }
  }

  /// To the other members; transient.
  record TypingEvent(long conversationID, long userID, boolean isTyping) implements Signal {
    public TypingEvent {
      Fields.id("conversationID", conversationID);
      Fields.id("userID", userID);
    }
  }

  /// To the peers of a user; transient.
  record Presence(long userID, boolean isOnline) implements Signal {
    public Presence {
      Fields.id("userID", userID);
    }
  }

  /// To the peers of a user and its own sessions: its name or picture changed; transient.
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
