package io.realtimegateway.webhooks;

import io.realtimegateway.store.applications.WebhookType;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An event that endpoints receive. It has the same id whether it is read from the journal or from
/// PostgreSQL.
sealed interface WebhookEvent {
  WebhookType type();

  /// 0 if it concerns no conversation.
  long conversationID();

  /// Its seq in the conversation.
  long seq();

  /// The header `webhook-id`: letters, digits and hyphens.
  String id();

  /// When it happened, in epoch milliseconds.
  long at();

  /// A message was sent.
  ///
  /// @param message as it was created, or in its current state
  record MessageCreated(ArchivedMessage message) implements WebhookEvent {
    @Override
    public WebhookType type() {
      return WebhookType.MESSAGE_CREATED;
    }

    @Override
    public long conversationID() {
      return message.conversationID();
    }

    @Override
    public long seq() {
      return message.seq();
    }

    @Override
    public String id() {
      return String.format(Locale.ROOT, "message-created-%d-%d", message.id(), message.seq());
    }

    @Override
    public long at() {
      return message.createdAt().toEpochMilli();
    }
  }

  /// A message was edited.
  ///
  /// @param at epoch milliseconds of the edit
  record MessageUpdated(ArchivedMessage message, long at) implements WebhookEvent {
    @Override
    public WebhookType type() {
      return WebhookType.MESSAGE_UPDATED;
    }

    @Override
    public long conversationID() {
      return message.conversationID();
    }

    @Override
    public long seq() {
      return message.changeSeq();
    }

    @Override
    public String id() {
      return String.format(Locale.ROOT, "message-updated-%d-%d", message.id(), message.changeSeq());
    }
  }

  /// A message was deleted.
  ///
  /// @param createdSeq seq of the creation
  record MessageDeleted(
      long conversationID, long messageID, long author, long createdSeq, long seq, long at)
      implements WebhookEvent {
    @Override
    public WebhookType type() {
      return WebhookType.MESSAGE_DELETED;
    }

    @Override
    public String id() {
      return String.format(Locale.ROOT, "message-deleted-%d-%d", messageID, seq);
    }
  }

  record MemberAdded(long conversationID, long userID, long seq, long at) implements WebhookEvent {
    @Override
    public WebhookType type() {
      return WebhookType.MEMBER_ADDED;
    }

    @Override
    public String id() {
      return String.format(Locale.ROOT, "member-added-%d-%d-%d", conversationID, seq, userID);
    }
  }

  record MemberRemoved(long conversationID, long userID, long seq, long at)
      implements WebhookEvent {
    @Override
    public WebhookType type() {
      return WebhookType.MEMBER_REMOVED;
    }

    @Override
    public String id() {
      return String.format(Locale.ROOT, "member-removed-%d-%d-%d", conversationID, seq, userID);
    }
  }

  /// The name or metadata of a group-chat changed.
  ///
  /// @param userID who changed it, 0 for the application
  /// @param metadata compact JSON object, or null for none
  record ConversationUpdated(
      long conversationID,
      long seq,
      long userID,
      String groupName,
      @Nullable String metadata,
      long at)
      implements WebhookEvent {
    @Override
    public WebhookType type() {
      return WebhookType.CONVERSATION_UPDATED;
    }

    @Override
    public String id() {
      return String.format(Locale.ROOT, "conversation-updated-%d-%d", conversationID, seq);
    }
  }

  /// A conversation was created.
  ///
  /// @param members the first ones, in order
  record ConversationCreated(long conversationID, long at, List<Long> members)
      implements WebhookEvent {
    public ConversationCreated {
      members = List.copyOf(members);
    }

    @Override
    public WebhookType type() {
      return WebhookType.CONVERSATION_CREATED;
    }

    @Override
    public long seq() {
      return 0;
    }

    @Override
    public String id() {
      return "conversation-created-" + conversationID;
    }
  }

  /// A user went online or offline.
  ///
  /// @param shard with epoch and index the position of the record
  /// @param at when the record was read, because it has no time
  record PresenceChanged(long userID, boolean isOnline, int shard, long epoch, long index, long at)
      implements WebhookEvent {
    @Override
    public WebhookType type() {
      return isOnline ? WebhookType.USER_ONLINE : WebhookType.USER_OFFLINE;
    }

    @Override
    public long conversationID() {
      return 0;
    }

    @Override
    public long seq() {
      return 0;
    }

    @Override
    public String id() {
      return String.format(
          Locale.ROOT,
          "user-%s-%d-%d-%016x-%d",
          isOnline ? "online" : "offline",
          userID,
          shard,
          epoch,
          index);
    }
  }
}
