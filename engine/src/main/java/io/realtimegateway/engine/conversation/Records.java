package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Fact;
import io.realtimegateway.engine.core.Message;
import io.realtimegateway.engine.core.Named;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;

/// Facts as journal records.
final class Records {
  private Records() {}

  static JournalRecord of(long conversationID, Fact fact, Named named) {
    CommandName name =
        new CommandName(
            named.author(),
            named.text(),
            named.clientNamed(),
            named.digestHigh(),
            named.digestLow());
    return switch (fact) {
      case Fact.Created created ->
          new JournalRecord.MessageCreated(
              conversationID,
              created.seq(),
              created.messageID(),
              created.author(),
              created.createdAt(),
              created.content(),
              created.metadata(),
              name);
      case Fact.Edited edited -> {
        Message message = edited.message();
        yield new JournalRecord.MessageUpdated(
            conversationID,
            edited.seq(),
            message.messageID(),
            message.author(),
            message.createdSeq(),
            message.createdAt(),
            edited.updatedAt(),
            edited.content(),
            message.metadata(),
            message.clientMessageID(),
            name);
      }
      case Fact.Deleted deleted -> {
        Message message = deleted.message();
        yield new JournalRecord.MessageDeleted(
            conversationID,
            deleted.seq(),
            message.messageID(),
            message.author(),
            message.createdSeq(),
            message.createdAt(),
            deleted.deletedAt(),
            name);
      }
      case Fact.Added added ->
          new JournalRecord.MembersAdded(
              conversationID, added.seq(), added.users(), added.at(), name);
      case Fact.Removed removed ->
          new JournalRecord.MemberRemoved(
              conversationID, removed.seq(), removed.user(), removed.owner(), removed.at(), name);
      case Fact.Updated updated ->
          new JournalRecord.ConversationUpdated(
              conversationID,
              updated.seq(),
              updated.user(),
              updated.properties().groupName(),
              updated.properties().metadata(),
              updated.at(),
              name);
    };
  }
}
