package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteOutput;
import io.realtimegateway.journal.codec.RecordCodec;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import io.realtimegateway.model.record.JournalRecord.ReadMarker;
import io.realtimegateway.model.record.JournalRecord.ReadMarkersMoved;

/// Writes the rows of a record. A pure function of the records in order: everything that a row
/// needs is in the record or in the shard's state, which is derived from earlier records. Nothing
/// is read.
public final class ViewWriter {
  private final ViewSink sink;

  public ViewWriter(ViewSink sink) {
    this.sink = sink;
  }

  /// Writes an entry and its views, and updates the shard's state.
  ///
  /// @param generation the generation of the cache of names that is being filled
  public void write(JournalEntry entry, ShardState state, int generation) {
    int keySize = sink.key().u8(entry.shard()).i64(entry.index()).size();
    ByteOutput value = sink.value();
    RecordCodec.encode(entry, value);
    int size = keySize + value.size();
    sink.put(Column.RECORDS);
    state.advance(entry, size);
    views(entry, state, generation);
  }

  /// Takes an entry that is in the store already into the shard's state, by the code that did so
  /// when it was written.
  ///
  /// @param size bytes of its row
  public void replay(JournalEntry entry, int size, ShardState state) {
    state.advance(entry, size);
    views(entry, state, 0);
  }

  /// A writer for `replay` alone, whose rows go nowhere.
  public static ViewWriter replaying() {
    return new ViewWriter(new DiscardedRows());
  }

  /// Writes a checkpoint of the shard.
  public void writeState(ShardState state) {
    sink.key().u8(state.shard);
    state.encode(sink.value());
    sink.put(Column.SHARDS);
    state.saved();
  }

  /// Writes the head of a conversation in place of the event that is being truncated.
  ///
  /// @param index of the event's record
  /// @param seq last one of the event
  public void writeHead(long conversation, int shard, long index, long seq) {
    conversationKey(conversation, ConversationRows.HEAD, 0);
    sink.value().u8(shard).i64(index).i64(seq);
    sink.put(Column.CONVERSATIONS);
  }

  /// When an event happened, epoch milliseconds.
  public static long timeOf(ConversationEvent event) {
    return switch (event) {
      case MessageCreated created -> created.createdAt();
      case MessageUpdated updated -> updated.updatedAt();
      case MessageDeleted deleted -> deleted.deletedAt();
      case MembersAdded added -> added.at();
      case MemberRemoved removed -> removed.at();
      case ConversationUpdated updated -> updated.at();
    };
  }

  /// The message that an event is about, 0 for none.
  public static long messageOf(ConversationEvent event) {
    return switch (event) {
      case MessageCreated created -> created.messageID();
      case MessageUpdated updated -> updated.messageID();
      case MessageDeleted deleted -> deleted.messageID();
      case MembersAdded _, MemberRemoved _, ConversationUpdated _ -> 0;
    };
  }

  private void views(JournalEntry entry, ShardState state, int generation) {
    switch (entry.record()) {
      case EpochStarted _ -> {}
      case ConversationLoaded loaded -> loaded(entry, loaded, state);
      case ConversationEvent event -> event(entry, event, state, generation);
      case ReadMarkersMoved moved -> moved(entry, moved, state);
      case OnlineChanged changed -> online(changed, state);
      case LoginsRevoked revoked -> revoked(revoked, state);
    }
  }

  private void loaded(JournalEntry entry, ConversationLoaded loaded, ShardState state) {
    state.sawConversation(loaded.conversationID());
    state.sawUser(loaded.creator());
    state.sawUser(loaded.owner());
    conversationKey(loaded.conversationID(), ConversationRows.BASE, 0);
    ByteOutput value = position(entry).text(loaded.type()).i64(loaded.creator());
    value.i64(loaded.owner()).i64(loaded.createdAt()).i64(loaded.head());
    value.i32(loaded.members().size());
    for (Member member : loaded.members()) {
      state.sawUser(member.userID());
      value.i64(member.userID()).i64(member.joinedAt());
      value.i64(member.joinedSeq()).i64(member.readSeq());
    }
    sink.put(Column.CONVERSATIONS);
  }

  private void event(
      JournalEntry entry, ConversationEvent event, ShardState state, int generation) {
    state.sawConversation(event.conversationID());
    state.sawUser(event.name().author());
    eventRows(entry, event);
    name(event, generation);
    switch (event) {
      case MessageCreated created -> created(entry, created, state);
      case MessageUpdated updated -> updated(entry, updated, state);
      case MessageDeleted deleted -> deleted(entry, deleted, state);
      case MembersAdded added -> added(entry, added, state);
      case MemberRemoved removed -> removed(entry, removed, state);
      case ConversationUpdated updated -> updated(entry, updated, state);
    }
  }

  private void eventRows(JournalEntry entry, ConversationEvent event) {
    sink.key().i64(event.conversationID()).i64(event.lastSeq());
    position(entry).i64(event.seq());
    sink.put(Column.EVENTS);
  }

  private void created(JournalEntry entry, MessageCreated created, ShardState state) {
    CommandName name = created.name();
    sawMessage(state, created.messageID(), created.author());
    MessageRow.encode(
        sink.value(),
        entry.shard(),
        entry.index(),
        created.conversationID(),
        created.author(),
        created.seq(),
        created.seq(),
        created.createdAt(),
        false,
        name.clientNamed() ? name.text() : null);
    sink.put(Column.MESSAGES);
  }

  private void updated(JournalEntry entry, MessageUpdated updated, ShardState state) {
    sawMessage(state, updated.messageID(), updated.author());
    MessageRow.encode(
        sink.value(),
        entry.shard(),
        entry.index(),
        updated.conversationID(),
        updated.author(),
        updated.createdSeq(),
        updated.seq(),
        updated.createdAt(),
        false,
        updated.clientMessageID());
    sink.put(Column.MESSAGES);
  }

  private void deleted(JournalEntry entry, MessageDeleted deleted, ShardState state) {
    sawMessage(state, deleted.messageID(), deleted.author());
    MessageRow.encode(
        sink.value(),
        entry.shard(),
        entry.index(),
        deleted.conversationID(),
        deleted.author(),
        deleted.createdSeq(),
        deleted.seq(),
        deleted.createdAt(),
        true,
        null);
    sink.put(Column.MESSAGES);
  }

  private void sawMessage(ShardState state, long messageID, long author) {
    state.sawMessage(messageID);
    state.sawUser(author);
    sink.key().i64(messageID);
  }

  private void added(JournalEntry entry, MembersAdded added, ShardState state) {
    long seq = added.seq();
    for (long user : added.users()) {
      state.sawUser(user);
      member(added.conversationID(), user, entry, seq++, added.at(), true);
    }
  }

  private void removed(JournalEntry entry, MemberRemoved removed, ShardState state) {
    state.sawUser(removed.user());
    member(removed.conversationID(), removed.user(), entry, removed.seq(), removed.at(), false);
    conversationKey(removed.conversationID(), ConversationRows.OWNER, 0);
    position(entry).i64(removed.owner());
    sink.put(Column.CONVERSATIONS);
  }

  /// Stores the position of the record, not its content: name and metadata leave the store when the
  /// record is truncated.
  private void updated(JournalEntry entry, ConversationUpdated updated, ShardState state) {
    state.sawUser(updated.user());
    conversationKey(updated.conversationID(), ConversationRows.UPDATED, 0);
    position(entry).i64(updated.seq());
    sink.put(Column.CONVERSATIONS);
  }

  private void member(
      long conversation, long user, JournalEntry entry, long changeSeq, long at, boolean present) {
    conversationKey(conversation, ConversationRows.MEMBER, user);
    position(entry).i64(changeSeq).i64(at).bool(present);
    sink.put(Column.CONVERSATIONS);
  }

  private void moved(JournalEntry entry, ReadMarkersMoved moved, ShardState state) {
    for (ReadMarker marker : moved.markers()) {
      state.sawConversation(marker.conversationID());
      state.sawUser(marker.userID());
      conversationKey(marker.conversationID(), ConversationRows.READ_MARKER, marker.userID());
      position(entry).i64(marker.seq());
      sink.put(Column.CONVERSATIONS);
    }
  }

  private void name(ConversationEvent event, int generation) {
    CommandName name = event.name();
    ByteOutput key = sink.key().i32(generation).i64(event.conversationID()).i64(name.author());
    key.rawText(event.nameSpace().key(name.text()));
    sink.value()
        .i64(messageOf(event))
        .i64(event.lastSeq())
        .i64(timeOf(event))
        .i64(name.digestHigh())
        .i64(name.digestLow());
    sink.put(Column.NAMES);
  }

  private void online(OnlineChanged changed, ShardState state) {
    for (long user : changed.cameOnline()) {
      state.sawUser(user);
      sink.key().u8(state.shard).i64(user);
      sink.value();
      sink.put(Column.ONLINE);
    }
    for (long user : changed.wentOffline()) {
      state.sawUser(user);
      sink.key().u8(state.shard).i64(user);
      sink.delete(Column.ONLINE);
    }
  }

  private void revoked(LoginsRevoked revoked, ShardState state) {
    state.sawUser(revoked.userID());
    Keys.writeRevocation(sink.key().u8(state.shard), revoked);
    sink.value().i64(revoked.issuedBefore()).i64(revoked.keptUntil());
    sink.put(Column.REVOCATIONS);
  }

  private ByteOutput position(JournalEntry entry) {
    return sink.value().u8(entry.shard()).i64(entry.index());
  }

  private void conversationKey(long conversation, int kind, long user) {
    sink.key().i64(conversation).u8(kind).i64(user);
  }
}
