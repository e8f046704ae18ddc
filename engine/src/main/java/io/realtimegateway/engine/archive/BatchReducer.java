package io.realtimegateway.engine.archive;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.store.archive.ArchiveBatch;
import io.realtimegateway.store.archive.ArchiveBatch.ChangedMember;
import io.realtimegateway.store.archive.ArchiveBatch.ChangedMessage;
import io.realtimegateway.store.archive.ArchiveBatch.CreatedMessage;
import io.realtimegateway.store.archive.ArchiveBatch.MovedHead;
import io.realtimegateway.store.archive.ArchiveBatch.MovedMarker;
import io.realtimegateway.store.archive.ArchiveBatch.PositionMove;
import io.realtimegateway.store.archive.ArchiveBatch.SetAside;
import io.realtimegateway.store.archive.ArchiveBatch.UpdatedConversation;
import io.realtimegateway.store.archive.ShardPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reduces journal entries to their net effect: a message that is created and edited is one insert,
/// the last of several edits is the only one, a member who joins and leaves is one row. Entries of
/// a shard must be added in order.
final class BatchReducer {
  private final List<PositionMove> positions = new ArrayList<>();
  private final Map<Long, CreatedMessage> created = new LinkedHashMap<>();
  private final Map<Long, ChangedMessage> changed = new LinkedHashMap<>();
  private final CommandNames names = new CommandNames();
  private final Map<MemberKey, ChangedMember> members = new LinkedHashMap<>();
  private final Map<MemberKey, MovedMarker> markers = new LinkedHashMap<>();
  private final Map<Long, UpdatedConversation> updated = new LinkedHashMap<>();
  private final Map<Long, MovedHead> heads = new HashMap<>();
  private final List<Long> announced = new ArrayList<>();
  private final List<SetAside> setAside = new ArrayList<>();

  private record MemberKey(long conversationID, long userID) {}

  /// Adds a stretch of a shard.
  ///
  /// @param entries not empty
  void add(ShardPosition expected, List<JournalEntry> entries) {
    JournalEntry last = entries.getLast();
    positions.add(new PositionMove(expected, last.epoch(), last.index()));
    entries.forEach(entry -> reduce(entry.record()));
  }

  /// Adds a single entry that was refused, as its placeholder.
  void addPlaceholder(ShardPosition expected, JournalEntry entry, String cause) {
    positions.add(new PositionMove(expected, entry.epoch(), entry.index()));
    setAside.add(asideOf(entry, cause));
    reduce(Placeholders.of(entry.record()));
  }

  ArchiveBatch batch() {
    return new ArchiveBatch(
        positions,
        List.copyOf(created.values()),
        List.copyOf(changed.values()),
        names.archived(),
        List.copyOf(members.values()),
        List.copyOf(updated.values()),
        List.copyOf(heads.values()),
        List.copyOf(markers.values()),
        announced,
        setAside);
  }

  private void reduce(JournalRecord record) {
    switch (record) {
      case JournalRecord.MessageCreated message -> create(message);
      case JournalRecord.MessageUpdated message -> update(message);
      case JournalRecord.MessageDeleted message -> delete(message);
      case JournalRecord.MembersAdded added -> addMembers(added);
      case JournalRecord.MemberRemoved removed -> removeMember(removed);
      case JournalRecord.ConversationUpdated conversation -> update(conversation);
      case JournalRecord.ReadMarkersMoved moved -> moved.markers().forEach(this::moveMarker);
      case JournalRecord.ConversationLoaded loaded -> {
        if (!loaded.announced()) {
          announced.add(loaded.conversationID());
        }
      }
      // These change only the position.
      case JournalRecord.EpochStarted _,
          JournalRecord.OnlineChanged _,
          JournalRecord.LoginsRevoked _ -> {}
    }
  }

  private void create(JournalRecord.MessageCreated message) {
    created.put(
        message.messageID(),
        new CreatedMessage(
            message.messageID(),
            message.conversationID(),
            message.author(),
            message.seq(),
            message.seq(),
            message.createdAt(),
            0,
            0,
            message.content(),
            message.metadata(),
            message.name().clientNamed() ? message.name().text() : null,
            message.name().digestHigh(),
            message.name().digestLow()));
    moveHead(message, 0, message.createdAt(), message.messageID(), MovedHead.SAME_OWNER);
  }

  private void update(JournalRecord.MessageUpdated message) {
    change(
        message.messageID(),
        new ChangedMessage(
            message.messageID(),
            message.conversationID(),
            message.seq(),
            message.updatedAt(),
            0,
            message.content(),
            message.metadata()));
    names.add(message);
    moveHead(message, 0, 0, 0, MovedHead.SAME_OWNER);
  }

  private void delete(JournalRecord.MessageDeleted message) {
    change(
        message.messageID(),
        new ChangedMessage(
            message.messageID(),
            message.conversationID(),
            message.seq(),
            0,
            message.deletedAt(),
            null,
            null));
    names.add(message);
    moveHead(message, 0, 0, 0, MovedHead.SAME_OWNER);
  }

  private void change(long messageID, ChangedMessage change) {
    CreatedMessage fresh = created.get(messageID);
    if (fresh != null) {
      created.put(messageID, changed(fresh, change));
    } else {
      changed.merge(messageID, change, BatchReducer::later);
    }
  }

  private static CreatedMessage changed(CreatedMessage fresh, ChangedMessage change) {
    return new CreatedMessage(
        fresh.id(),
        fresh.conversationID(),
        fresh.authorID(),
        fresh.seq(),
        change.changeSeq(),
        fresh.createdAt(),
        change.updatedAt() == 0 ? fresh.updatedAt() : change.updatedAt(),
        change.deletedAt(),
        change.content(),
        change.metadata(),
        fresh.clientMessageID(),
        fresh.digestHigh(),
        fresh.digestLow());
  }

  private static ChangedMessage later(ChangedMessage before, ChangedMessage change) {
    return new ChangedMessage(
        change.id(),
        change.conversationID(),
        change.changeSeq(),
        change.updatedAt() == 0 ? before.updatedAt() : change.updatedAt(),
        change.deletedAt(),
        change.content(),
        change.metadata());
  }

  private void addMembers(JournalRecord.MembersAdded added) {
    long seq = added.seq();
    for (long user : added.users()) {
      changeMember(new ChangedMember(added.conversationID(), user, true, added.at(), seq));
      seq++;
    }
    moveHead(added, added.users().size(), 0, 0, MovedHead.SAME_OWNER);
  }

  private void removeMember(JournalRecord.MemberRemoved removed) {
    changeMember(
        new ChangedMember(
            removed.conversationID(), removed.user(), false, removed.at(), removed.seq()));
    moveHead(removed, -1, 0, 0, removed.owner());
  }

  private void update(JournalRecord.ConversationUpdated conversation) {
    updated.put(
        conversation.conversationID(),
        new UpdatedConversation(
            conversation.conversationID(),
            conversation.seq(),
            conversation.user(),
            conversation.at(),
            conversation.groupName(),
            conversation.metadata()));
    names.add(conversation);
    moveHead(conversation, 0, 0, 0, MovedHead.SAME_OWNER);
  }

  /// A read marker ends with the membership.
  private void changeMember(ChangedMember member) {
    MemberKey key = new MemberKey(member.conversationID(), member.userID());
    members.put(key, member);
    markers.remove(key);
  }

  private void moveMarker(JournalRecord.ReadMarker marker) {
    markers.merge(
        new MemberKey(marker.conversationID(), marker.userID()),
        new MovedMarker(marker.conversationID(), marker.userID(), marker.seq()),
        (before, moved) -> moved.seq() > before.seq() ? moved : before);
  }

  private void moveHead(
      JournalRecord.ConversationEvent event,
      int countChange,
      long lastMessageAt,
      long newestMessageID,
      long owner) {
    MovedHead head = heads.get(event.conversationID());
    heads.put(
        event.conversationID(),
        head == null
            ? new MovedHead(
                event.conversationID(),
                event.seq() - 1,
                event.lastSeq(),
                countChange,
                lastMessageAt,
                newestMessageID,
                owner)
            : new MovedHead(
                event.conversationID(),
                head.before(),
                event.lastSeq(),
                head.countChange() + countChange,
                Math.max(head.lastMessageAt(), lastMessageAt),
                Math.max(head.newestMessageID(), newestMessageID),
                owner == MovedHead.SAME_OWNER ? head.owner() : owner));
  }

  private static SetAside asideOf(JournalEntry entry, String cause) {
    JournalRecord record = entry.record();
    long conversationID =
        record instanceof JournalRecord.ConversationEvent event ? event.conversationID() : 0;
    return switch (record) {
      case JournalRecord.MessageCreated message ->
          asideOf(
              entry,
              cause,
              conversationID,
              message.messageID(),
              message.content(),
              message.metadata());
      case JournalRecord.MessageUpdated message ->
          asideOf(
              entry,
              cause,
              conversationID,
              message.messageID(),
              message.content(),
              message.metadata());
      case JournalRecord.MessageDeleted message ->
          asideOf(entry, cause, conversationID, message.messageID(), null, null);
      case JournalRecord.ConversationUpdated conversation ->
          asideOf(
              entry, cause, conversationID, 0, conversation.groupName(), conversation.metadata());
      case JournalRecord.MembersAdded _,
          JournalRecord.MemberRemoved _,
          JournalRecord.EpochStarted _,
          JournalRecord.ConversationLoaded _,
          JournalRecord.ReadMarkersMoved _,
          JournalRecord.OnlineChanged _,
          JournalRecord.LoginsRevoked _ ->
          asideOf(entry, cause, conversationID, 0, null, null);
    };
  }

  private static SetAside asideOf(
      JournalEntry entry,
      String cause,
      long conversationID,
      long messageID,
      @Nullable String content,
      @Nullable String metadata) {
    return new SetAside(
        entry.shard(),
        entry.epoch(),
        entry.index(),
        entry.record().getClass().getSimpleName(),
        conversationID,
        messageID,
        cause,
        content,
        metadata);
  }
}
