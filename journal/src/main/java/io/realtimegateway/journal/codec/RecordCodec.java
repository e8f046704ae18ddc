package io.realtimegateway.journal.codec;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bytes of an entry: format version u8, type u8, epoch u64, term u64, then the fields of the
/// record in their order. Shard and index are the key, so they are not part of the value. Integers
/// are big-endian, texts and lists carry a 32-bit length, optional fields carry a flag.
public final class RecordCodec {
  /// The format version that is written; no other can be read.
  public static final int FORMAT = 1;

  private static final int EPOCH_STARTED = 1;
  private static final int CONVERSATION_LOADED = 2;
  private static final int MESSAGE_CREATED = 3;
  private static final int MESSAGE_UPDATED = 4;
  private static final int MESSAGE_DELETED = 5;
  private static final int MEMBERS_ADDED = 6;
  private static final int MEMBER_REMOVED = 7;
  private static final int READ_MARKERS_MOVED = 8;
  private static final int ONLINE_CHANGED = 9;
  private static final int LOGINS_REVOKED = 10;
  private static final int CONVERSATION_UPDATED = 11;

  private RecordCodec() {}

  /// Appends the bytes of an entry.
  public static void encode(JournalEntry entry, ByteOutput out) {
    out.u8(FORMAT).u8(typeOf(entry.record())).i64(entry.epoch()).i64(entry.term());
    encode(entry.record(), out);
  }

  /// Decodes an entry.
  ///
  /// @throws MalformedRecordException for anything that `encode` does not write
  public static JournalEntry decode(int shard, long index, byte[] bytes) {
    ByteInput in = new ByteInput(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedRecordException(
          "format version " + format + ", this program reads " + FORMAT);
    }
    int type = in.u8();
    long epoch = in.i64();
    long term = in.i64();
    JournalRecord decoded = decode(type, in);
    in.end();
    return new JournalEntry(shard, epoch, index, term, decoded);
  }

  private static int typeOf(JournalRecord value) {
    return switch (value) {
      case EpochStarted _ -> EPOCH_STARTED;
      case ConversationLoaded _ -> CONVERSATION_LOADED;
      case MessageCreated _ -> MESSAGE_CREATED;
      case MessageUpdated _ -> MESSAGE_UPDATED;
      case MessageDeleted _ -> MESSAGE_DELETED;
      case MembersAdded _ -> MEMBERS_ADDED;
      case MemberRemoved _ -> MEMBER_REMOVED;
      case ConversationUpdated _ -> CONVERSATION_UPDATED;
      case ReadMarkersMoved _ -> READ_MARKERS_MOVED;
      case OnlineChanged _ -> ONLINE_CHANGED;
      case LoginsRevoked _ -> LOGINS_REVOKED;
    };
  }

  private static void encode(JournalRecord value, ByteOutput out) {
    switch (value) {
      case EpochStarted started -> out.i64(started.at()).text(started.reason());
      case ConversationLoaded loaded -> encode(loaded, out);
      case MessageCreated created -> encode(created, out);
      case MessageUpdated updated -> encode(updated, out);
      case MessageDeleted deleted -> encode(deleted, out);
      case MembersAdded added -> encode(added, out);
      case MemberRemoved removed -> encode(removed, out);
      case ConversationUpdated updated -> encode(updated, out);
      case ReadMarkersMoved moved -> encode(moved, out);
      case OnlineChanged changed -> {
        ids(changed.cameOnline(), out);
        ids(changed.wentOffline(), out);
      }
      case LoginsRevoked revoked -> {
        out.i64(revoked.userID());
        optional(revoked.loginID(), out);
        out.i64(revoked.issuedBefore()).i64(revoked.keptUntil());
      }
    }
  }

  private static JournalRecord decode(int type, ByteInput in) {
    return switch (type) {
      case EPOCH_STARTED -> new EpochStarted(in.i64(), in.text());
      case CONVERSATION_LOADED -> conversationLoaded(in);
      case MESSAGE_CREATED -> messageCreated(in);
      case MESSAGE_UPDATED -> messageUpdated(in);
      case MESSAGE_DELETED -> messageDeleted(in);
      case MEMBERS_ADDED -> new MembersAdded(in.i64(), in.i64(), ids(in), in.i64(), name(in));
      case MEMBER_REMOVED ->
          new MemberRemoved(in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), name(in));
      case CONVERSATION_UPDATED ->
          new ConversationUpdated(
              in.i64(), in.i64(), in.i64(), in.text(), optional(in), in.i64(), name(in));
      case READ_MARKERS_MOVED -> readMarkersMoved(in);
      case ONLINE_CHANGED -> new OnlineChanged(ids(in), ids(in));
      case LOGINS_REVOKED -> new LoginsRevoked(in.i64(), optional(in), in.i64(), in.i64());
      default -> throw new MalformedRecordException("unknown record type " + type);
    };
  }

  private static void encode(ConversationLoaded loaded, ByteOutput out) {
    out.i64(loaded.conversationID()).text(loaded.type()).i64(loaded.creator()).i64(loaded.owner());
    out.i64(loaded.createdAt()).i64(loaded.head()).bool(loaded.announced());
    out.i32(loaded.members().size());
    for (Member member : loaded.members()) {
      out.i64(member.userID()).i64(member.joinedAt());
      out.i64(member.joinedSeq()).i64(member.readSeq());
    }
  }

  private static ConversationLoaded conversationLoaded(ByteInput in) {
    long conversation = in.i64();
    String type = in.text();
    long creator = in.i64();
    long owner = in.i64();
    long createdAt = in.i64();
    long head = in.i64();
    boolean announced = in.bool();
    Member[] members = new Member[in.count(4 * Long.BYTES)];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(in.i64(), in.i64(), in.i64(), in.i64());
    }
    return new ConversationLoaded(
        conversation, type, creator, owner, createdAt, head, announced, List.of(members));
  }

  private static void encode(MessageCreated created, ByteOutput out) {
    out.i64(created.conversationID()).i64(created.seq()).i64(created.messageID());
    out.i64(created.author()).i64(created.createdAt()).text(created.content());
    optional(created.metadata(), out);
    name(created.name(), out);
  }

  private static MessageCreated messageCreated(ByteInput in) {
    return new MessageCreated(
        in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.text(), optional(in), name(in));
  }

  private static void encode(MessageUpdated updated, ByteOutput out) {
    out.i64(updated.conversationID()).i64(updated.seq()).i64(updated.messageID());
    out.i64(updated.author()).i64(updated.createdSeq()).i64(updated.createdAt());
    out.i64(updated.updatedAt()).text(updated.content());
    optional(updated.metadata(), out);
    optional(updated.clientMessageID(), out);
    name(updated.name(), out);
  }

  private static MessageUpdated messageUpdated(ByteInput in) {
    return new MessageUpdated(
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.i64(),
        in.text(),
        optional(in),
        optional(in),
        name(in));
  }

  private static void encode(MessageDeleted deleted, ByteOutput out) {
    out.i64(deleted.conversationID()).i64(deleted.seq()).i64(deleted.messageID());
    out.i64(deleted.author()).i64(deleted.createdSeq()).i64(deleted.createdAt());
    out.i64(deleted.deletedAt());
    name(deleted.name(), out);
  }

  private static MessageDeleted messageDeleted(ByteInput in) {
    return new MessageDeleted(
        in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), name(in));
  }

  private static void encode(MembersAdded added, ByteOutput out) {
    out.i64(added.conversationID()).i64(added.seq());
    ids(added.users(), out);
    out.i64(added.at());
    name(added.name(), out);
  }

  private static void encode(MemberRemoved removed, ByteOutput out) {
    out.i64(removed.conversationID()).i64(removed.seq()).i64(removed.user());
    out.i64(removed.owner()).i64(removed.at());
    name(removed.name(), out);
  }

  private static void encode(ConversationUpdated updated, ByteOutput out) {
    out.i64(updated.conversationID()).i64(updated.seq()).i64(updated.user());
    out.text(updated.groupName());
    optional(updated.metadata(), out);
    out.i64(updated.at());
    name(updated.name(), out);
  }

  private static void encode(ReadMarkersMoved moved, ByteOutput out) {
    out.i32(moved.markers().size());
    for (ReadMarker marker : moved.markers()) {
      out.i64(marker.conversationID()).i64(marker.userID()).i64(marker.seq());
    }
  }

  private static ReadMarkersMoved readMarkersMoved(ByteInput in) {
    ReadMarker[] markers = new ReadMarker[in.count(3 * Long.BYTES)];
    for (int i = 0; i < markers.length; i++) {
      markers[i] = new ReadMarker(in.i64(), in.i64(), in.i64());
    }
    return new ReadMarkersMoved(List.of(markers));
  }

  private static void name(CommandName name, ByteOutput out) {
    out.i64(name.author()).text(name.text()).bool(name.clientNamed());
    out.i64(name.digestHigh()).i64(name.digestLow());
  }

  private static CommandName name(ByteInput in) {
    return new CommandName(in.i64(), in.text(), in.bool(), in.i64(), in.i64());
  }

  private static void optional(@Nullable String value, ByteOutput out) {
    out.bool(value != null);
    if (value != null) {
      out.text(value);
    }
  }

  private static @Nullable String optional(ByteInput in) {
    return in.bool() ? in.text() : null;
  }

  private static void ids(List<Long> values, ByteOutput out) {
    out.i32(values.size());
    for (long value : values) {
      out.i64(value);
    }
  }

  private static List<Long> ids(ByteInput in) {
    Long[] values = new Long[in.count(Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.i64();
    }
    return List.of(values);
  }
}
