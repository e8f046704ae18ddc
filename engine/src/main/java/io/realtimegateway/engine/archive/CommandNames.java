package io.realtimegateway.engine.archive;

import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.store.archive.ArchiveBatch.ArchivedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The client-given names of edits, deletes and updated conversations in a batch. Each is archived,
/// even if its edit is superseded by another one of the same batch. Nothing of a deleted message is
/// kept.
final class CommandNames {
  private final List<ArchivedName> names = new ArrayList<>();
  private final Set<Long> deletedMessages = new HashSet<>();

  void add(MessageUpdated updated) {
    if (updated.name().clientNamed()) {
      names.add(
          archived(
              updated.conversationID(),
              updated.messageID(),
              updated.seq(),
              updated.updatedAt(),
              updated.metadata(),
              updated.name()));
    }
  }

  void add(MessageDeleted deleted) {
    deletedMessages.add(deleted.messageID());
    if (deleted.name().clientNamed()) {
      names.add(
          archived(
              deleted.conversationID(),
              deleted.messageID(),
              deleted.seq(),
              deleted.deletedAt(),
              null,
              deleted.name()));
    }
  }

  void add(ConversationUpdated updated) {
    if (updated.name().clientNamed()) {
      names.add(
          archived(updated.conversationID(), 0, updated.seq(), updated.at(), null, updated.name()));
    }
  }

  List<ArchivedName> archived() {
    return names.stream().map(this::erasedIfDeleted).toList();
  }

  private ArchivedName erasedIfDeleted(ArchivedName name) {
    return deletedMessages.contains(name.messageID()) ? name.withoutMetadata() : name;
  }

  private static ArchivedName archived(
      long conversationID,
      long messageID,
      long seq,
      long at,
      @Nullable String metadata,
      CommandName name) {
    return new ArchivedName(
        conversationID,
        name.author(),
        name.text(),
        messageID,
        seq,
        at,
        metadata,
        name.digestHigh(),
        name.digestLow());
  }
}
