package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;

/// Decides sends, edits and deletes in one conversation.
final class MessageDecisions {
  private final long conversationID;
  private final Seqs seqs;
  private final KnownMessages messages;

  MessageDecisions(long conversationID, Seqs seqs, KnownMessages messages) {
    this.conversationID = conversationID;
    this.seqs = seqs;
    this.messages = messages;
  }

  Decision send(HistoryCommand.Send send, Surroundings world) {
    MessageCreated record =
        new MessageCreated(
            conversationID,
            seqs.next(),
            world.nextMessageID(),
            send.author(),
            world.now(),
            send.content(),
            send.metadata(),
            send.name());
    messages.put(
        new KnownMessage(
            record.messageID(),
            record.author(),
            record.seq(),
            record.seq(),
            record.createdAt(),
            false,
            record.metadata(),
            record.clientMessageID()));
    return Decision.Accepted.of(record, record.messageID(), record.createdAt());
  }

  Decision edit(HistoryCommand.Edit edit, Surroundings world) {
    KnownMessage message = messages.get(edit.messageID());
    if (message == null) {
      return unknown(edit.messageID());
    }
    if (isForeign(message, edit)) {
      return Refusals.notTheAuthor();
    }
    if (message.deleted()) {
      return Refusals.noMessage();
    }
    if (hasChanged(message, edit.ifChangeSeq())) {
      return Refusals.changedSince(message);
    }
    String metadata = edit.metadata();
    String kept = metadata == null ? message.metadata() : metadata.equals("{}") ? null : metadata;
    MessageUpdated record =
        new MessageUpdated(
            conversationID,
            seqs.next(),
            message.messageID(),
            message.author(),
            message.createdSeq(),
            message.createdAt(),
            world.now(),
            edit.content(),
            kept,
            message.clientMessageID(),
            edit.name());
    messages.put(message.edited(record.seq(), kept));
    return Decision.Accepted.of(record, record.messageID(), record.updatedAt());
  }

  Decision delete(HistoryCommand.Delete delete, Surroundings world) {
    KnownMessage message = messages.get(delete.messageID());
    if (message == null) {
      return unknown(delete.messageID());
    }
    if (isForeign(message, delete)) {
      return Refusals.notTheAuthor();
    }
    if (message.deleted()) {
      CommandName name = delete.name();
      CommandResult result =
          new CommandResult(
              message.messageID(), message.changeSeq(), 0, name.digestHigh(), name.digestLow());
      return new Decision.Answered(result, false, true);
    }
    if (hasChanged(message, delete.ifChangeSeq())) {
      return Refusals.changedSince(message);
    }
    MessageDeleted record =
        new MessageDeleted(
            conversationID,
            seqs.next(),
            message.messageID(),
            message.author(),
            message.createdSeq(),
            message.createdAt(),
            world.now(),
            delete.name());
    messages.put(message.deleted(record.seq()));
    return Decision.Accepted.of(record, record.messageID(), record.deletedAt());
  }

  /// A send that was accepted before.
  Decision repeatedSend(CommandResult result) {
    KnownMessage message = messages.get(result.messageID());
    if (message == null && !messages.isAbsent(result.messageID())) {
      return new Decision.NeedsMessage(result.messageID());
    }
    return new Decision.Answered(result, true, message == null || message.deleted());
  }

  /// The name was used for another command. If the user did not write the message, that refusal
  /// comes first.
  Decision conflict(HistoryCommand command) {
    long target =
        switch (command) {
          case HistoryCommand.Edit edit -> edit.messageID();
          case HistoryCommand.Delete delete -> delete.messageID();
          case HistoryCommand.Send _,
              HistoryCommand.Add _,
              HistoryCommand.Remove _,
              HistoryCommand.Update _ ->
              0;
        };
    if (target != 0 && !command.byApplication()) {
      KnownMessage message = messages.get(target);
      if (message == null) {
        return unknown(target);
      }
      if (isForeign(message, command)) {
        return Refusals.notTheAuthor();
      }
    }
    return Refusals.nameIsTaken(command.nameSpace());
  }

  private Decision unknown(long messageID) {
    return messages.isAbsent(messageID)
        ? Refusals.noMessage()
        : new Decision.NeedsMessage(messageID);
  }

  private static boolean isForeign(KnownMessage message, HistoryCommand command) {
    return !command.byApplication() && message.author() != command.author();
  }

  private static boolean hasChanged(KnownMessage message, long ifChangeSeq) {
    return ifChangeSeq != 0 && ifChangeSeq != message.changeSeq();
  }
}
