package io.realtimegateway.engine.archive;

import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;

/// Replaces a record whose data PostgreSQL refuses: the same fact, ids and seqs, without the data
/// that it cannot store.
final class Placeholders {
  /// The replacement character, alone.
  static final String CONTENT = "\uFFFD";

  /// PostgreSQL's times reach further, but the API must be able to format them.
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private Placeholders() {}

  static JournalRecord of(JournalRecord refused) {
    return switch (refused) {
      case JournalRecord.MessageCreated created ->
          new JournalRecord.MessageCreated(
              created.conversationID(),
              created.seq(),
              created.messageID(),
              created.author(),
              time(created.createdAt()),
              CONTENT,
              null,
              name(created.name()));
      case JournalRecord.MessageUpdated updated ->
          new JournalRecord.MessageUpdated(
              updated.conversationID(),
              updated.seq(),
              updated.messageID(),
              updated.author(),
              updated.createdSeq(),
              time(updated.createdAt()),
              time(updated.updatedAt()),
              CONTENT,
              null,
              updated.clientMessageID(),
              name(updated.name()));
      case JournalRecord.MessageDeleted deleted ->
          new JournalRecord.MessageDeleted(
              deleted.conversationID(),
              deleted.seq(),
              deleted.messageID(),
              deleted.author(),
              deleted.createdSeq(),
              time(deleted.createdAt()),
              time(deleted.deletedAt()),
              name(deleted.name()));
      case JournalRecord.MembersAdded added ->
          new JournalRecord.MembersAdded(
              added.conversationID(), added.seq(), added.users(), time(added.at()), added.name());
      case JournalRecord.MemberRemoved removed ->
          new JournalRecord.MemberRemoved(
              removed.conversationID(),
              removed.seq(),
              removed.user(),
              removed.owner(),
              time(removed.at()),
              removed.name());
      case JournalRecord.ConversationUpdated updated ->
          new JournalRecord.ConversationUpdated(
              updated.conversationID(),
              updated.seq(),
              updated.user(),
              CONTENT,
              null,
              time(updated.at()),
              updated.name());
      case JournalRecord.EpochStarted _,
          JournalRecord.ConversationLoaded _,
          JournalRecord.ReadMarkersMoved _,
          JournalRecord.OnlineChanged _,
          JournalRecord.LoginsRevoked _ ->
          refused;
    };
  }

  private static long time(long millis) {
    return Math.clamp(millis, 1, LATEST_MILLIS);
  }

  private static CommandName name(CommandName name) {
    boolean canBeKept = name.clientNamed() && name.text().indexOf('\0') < 0;
    return new CommandName(
        name.author(), name.text(), canBeKept, name.digestHigh(), name.digestLow());
  }
}
