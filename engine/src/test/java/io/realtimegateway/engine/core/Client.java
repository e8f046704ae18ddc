package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client holds of one conversation, built by the rules of the contract: apply an object's
/// change only above the change that one has of it; a live seq that is not the next one is a gap.
final class Client {
  /// @param changeSeq of its last change
  /// @param text null once deleted
  record Held(long changeSeq, String text) {}

  final Map<Long, Held> messages = new TreeMap<>();
  final Map<Long, Long> members = new HashMap<>();
  long updatedSeq;
  @Nullable Properties properties;
  long seq;
  boolean hasGap;

  void live(ConversationEvent record) {
    if (record.seq() != seq + 1) {
      hasGap = true;
      return;
    }
    apply(record);
    seq = record.lastSeq();
  }

  void apply(ConversationEvent record) {
    switch (record) {
      case MessageCreated created -> message(created.messageID(), created.seq(), created.content());
      case MessageUpdated updated -> message(updated.messageID(), updated.seq(), updated.content());
      case MessageDeleted deleted -> message(deleted.messageID(), deleted.seq(), "");
      case MembersAdded added -> {
        long at = added.seq();
        for (long user : added.users()) {
          member(user, at++, true);
        }
      }
      case MemberRemoved removed -> member(removed.user(), removed.seq(), false);
      case ConversationUpdated updated -> {
        if (updatedSeq < updated.seq()) {
          updatedSeq = updated.seq();
          properties = properties(updated);
        }
      }
    }
  }

  private void message(long id, long at, String text) {
    Held held = messages.get(id);
    if (held == null || held.changeSeq() < at) {
      messages.put(id, new Held(at, text));
    }
  }

  /// Joined is positive, left negative.
  private void member(long user, long at, boolean joined) {
    Long held = members.get(user);
    if (held == null || Math.abs(held) < at) {
      members.put(user, joined ? at : -at);
    }
  }

  /// What a record says of name and metadata.
  static Properties properties(ConversationUpdated updated) {
    return new Properties(updated.groupName(), updated.metadata());
  }

  /// What a look-up finds of a message after each of its records.
  static KnownMessage known(MessageCreated created) {
    return new KnownMessage(
        created.messageID(),
        created.author(),
        created.seq(),
        created.seq(),
        created.createdAt(),
        false,
        created.metadata(),
        created.clientMessageID());
  }

  static KnownMessage known(MessageUpdated updated) {
    return new KnownMessage(
        updated.messageID(),
        updated.author(),
        updated.createdSeq(),
        updated.seq(),
        updated.createdAt(),
        false,
        updated.metadata(),
        updated.clientMessageID());
  }

  static KnownMessage known(MessageDeleted deleted, KnownMessage before) {
    return new KnownMessage(
        deleted.messageID(),
        deleted.author(),
        deleted.createdSeq(),
        deleted.seq(),
        deleted.createdAt(),
        true,
        null,
        before.clientMessageID());
  }
}
