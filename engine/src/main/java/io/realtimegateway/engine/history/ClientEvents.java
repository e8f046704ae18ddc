package io.realtimegateway.engine.history;

import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.protocol.packet.Answer.Change;
import io.realtimegateway.protocol.packet.Event;
import java.util.ArrayList;
import java.util.List;

/// Converts records to what clients receive: events when they are committed, changes in a page of
/// changes.
public final class ClientEvents {
  private ClientEvents() {}

  public static Event of(MessageCreated created) {
    return new Event.Message(
        created.conversationID(),
        created.seq(),
        created.messageID(),
        created.author(),
        created.createdAt(),
        created.content(),
        created.metadata(),
        created.clientMessageID());
  }

  public static Event of(MessageUpdated updated) {
    return new Event.MessageUpdated(
        updated.conversationID(),
        updated.seq(),
        updated.messageID(),
        updated.updatedAt(),
        updated.content(),
        updated.metadata());
  }

  public static Event of(MessageDeleted deleted) {
    return deleted(deleted, deleted.seq());
  }

  public static Event of(ConversationUpdated updated) {
    return new Event.ConversationUpdated(
        updated.conversationID(),
        updated.seq(),
        updated.user(),
        updated.groupName(),
        updated.metadata());
  }

  public static Event of(MemberRemoved removed) {
    return new Event.MemberRemoved(removed.conversationID(), removed.seq(), removed.user());
  }

  /// One for each user who was added, in order.
  public static List<Event.MemberAdded> of(MembersAdded added) {
    List<Event.MemberAdded> events = new ArrayList<>(added.users().size());
    long seq = added.seq();
    for (long user : added.users()) {
      events.add(new Event.MemberAdded(added.conversationID(), seq++, user));
    }
    return events;
  }

  private static Event deleted(MessageDeleted deleted, long seq) {
    return new Event.MessageDeleted(
        deleted.conversationID(), seq, deleted.messageID(), deleted.author());
  }

  /// In a page, an edited message is the complete message, and a deleted one has the seq of its
  /// creation.
  static List<Change> changes(ConversationEvent event) {
    return switch (event) {
      case MessageCreated created -> List.of(new Change(created.seq(), 0, of(created)));
      case MessageUpdated updated -> List.of(edited(updated));
      case MessageDeleted deleted ->
          List.of(new Change(deleted.seq(), 0, deleted(deleted, deleted.createdSeq())));
      case MembersAdded added ->
          of(added).stream().map(each -> new Change(each.seq(), 0, each)).toList();
      case MemberRemoved removed -> List.of(new Change(removed.seq(), 0, of(removed)));
      case ConversationUpdated updated -> List.of(new Change(updated.seq(), 0, of(updated)));
    };
  }

  private static Change edited(MessageUpdated updated) {
    return new Change(
        updated.seq(),
        updated.updatedAt(),
        new Event.Message(
            updated.conversationID(),
            updated.createdSeq(),
            updated.messageID(),
            updated.author(),
            updated.createdAt(),
            updated.content(),
            updated.metadata(),
            updated.clientMessageID()));
  }
}
