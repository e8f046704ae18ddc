package io.realtimegateway.webhooks;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.webhooks.WebhookEvent.ConversationCreated;
import io.realtimegateway.webhooks.WebhookEvent.ConversationUpdated;
import io.realtimegateway.webhooks.WebhookEvent.MemberAdded;
import io.realtimegateway.webhooks.WebhookEvent.MemberRemoved;
import io.realtimegateway.webhooks.WebhookEvent.MessageCreated;
import io.realtimegateway.webhooks.WebhookEvent.MessageDeleted;
import io.realtimegateway.webhooks.WebhookEvent.MessageUpdated;
import io.realtimegateway.webhooks.WebhookEvent.PresenceChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The webhook events of a journal record.
final class RecordEvents {
  private RecordEvents() {}

  /// In the order of delivery.
  ///
  /// @param readAt epoch milliseconds, for records without a time
  static List<WebhookEvent> of(JournalEntry entry, long readAt) {
    return switch (entry.record()) {
      case JournalRecord.MessageCreated message -> List.of(created(message));
      case JournalRecord.MessageUpdated message -> List.of(updated(message));
      case JournalRecord.MessageDeleted message ->
          List.of(
              new MessageDeleted(
                  message.conversationID(),
                  message.messageID(),
                  message.author(),
                  message.createdSeq(),
                  message.seq(),
                  message.deletedAt()));
      case JournalRecord.MembersAdded added -> added(added);
      case JournalRecord.MemberRemoved removed ->
          List.of(
              new MemberRemoved(
                  removed.conversationID(), removed.user(), removed.seq(), removed.at()));
      case JournalRecord.ConversationUpdated updated ->
          List.of(
              new ConversationUpdated(
                  updated.conversationID(),
                  updated.seq(),
                  updated.user(),
                  updated.groupName(),
                  updated.metadata(),
                  updated.at()));
      case JournalRecord.ConversationLoaded loaded -> announced(loaded);
      case JournalRecord.OnlineChanged changed -> presence(entry, changed, readAt);
      case JournalRecord.EpochStarted _,
          JournalRecord.ReadMarkersMoved _,
          JournalRecord.LoginsRevoked _ ->
          List.of();
    };
  }

  /// When a record was decided, in epoch milliseconds; 0 if the record has no time, and for a
  /// conversation, which is created before it is announced.
  static long timeOf(JournalRecord record) {
    return switch (record) {
      case JournalRecord.MessageCreated message -> message.createdAt();
      case JournalRecord.MessageUpdated message -> message.updatedAt();
      case JournalRecord.MessageDeleted message -> message.deletedAt();
      case JournalRecord.MembersAdded added -> added.at();
      case JournalRecord.MemberRemoved removed -> removed.at();
      case JournalRecord.ConversationUpdated updated -> updated.at();
      case JournalRecord.EpochStarted started -> started.at();
      case JournalRecord.ConversationLoaded _,
          JournalRecord.OnlineChanged _,
          JournalRecord.ReadMarkersMoved _,
          JournalRecord.LoginsRevoked _ ->
          0;
    };
  }

  private static WebhookEvent created(JournalRecord.MessageCreated message) {
    return new MessageCreated(
        new ArchivedMessage(
            message.messageID(),
            message.conversationID(),
            message.author(),
            message.seq(),
            message.seq(),
            Instant.ofEpochMilli(message.createdAt()),
            null,
            null,
            message.content(),
            message.metadata(),
            message.name().clientNamed() ? message.name().text() : null));
  }

  private static WebhookEvent updated(JournalRecord.MessageUpdated message) {
    return new MessageUpdated(
        new ArchivedMessage(
            message.messageID(),
            message.conversationID(),
            message.author(),
            message.createdSeq(),
            message.seq(),
            Instant.ofEpochMilli(message.createdAt()),
            Instant.ofEpochMilli(message.updatedAt()),
            null,
            message.content(),
            message.metadata(),
            message.clientMessageID()),
        message.updatedAt());
  }

  private static List<WebhookEvent> added(JournalRecord.MembersAdded added) {
    List<WebhookEvent> events = new ArrayList<>();
    long seq = added.seq();
    for (long user : added.users()) {
      events.add(new MemberAdded(added.conversationID(), user, seq, added.at()));
      seq++;
    }
    return events;
  }

  /// Only the announcement is an event: loading the conversation again later is not.
  private static List<WebhookEvent> announced(JournalRecord.ConversationLoaded loaded) {
    return loaded.announced()
        ? List.of()
        : List.of(
            new ConversationCreated(
                loaded.conversationID(),
                loaded.createdAt(),
                loaded.members().stream().map(JournalRecord.Member::userID).toList()));
  }

  private static List<WebhookEvent> presence(
      JournalEntry entry, JournalRecord.OnlineChanged changed, long readAt) {
    List<WebhookEvent> events = new ArrayList<>();
    changed.cameOnline().forEach(user -> events.add(presence(entry, user, true, readAt)));
    changed.wentOffline().forEach(user -> events.add(presence(entry, user, false, readAt)));
    return events;
  }

  private static WebhookEvent presence(
      JournalEntry entry, long user, boolean isOnline, long readAt) {
    return new PresenceChanged(user, isOnline, entry.shard(), entry.epoch(), entry.index(), readAt);
  }
}
