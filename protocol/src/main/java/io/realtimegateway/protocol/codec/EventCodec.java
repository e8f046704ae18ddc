package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.u64;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Event;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/// Payloads of events. Inside another packet an event is its opcode, its length as u32 and its
/// payload.
final class EventCodec {
  /// Bytes before the payload of a nested event.
  static final int NESTED_HEADER_BYTES = Byte.BYTES + Integer.BYTES;

  private static final Map<Opcode, Function<ByteBuf, ? extends Event>> READERS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Opcode.MESSAGE, EventCodec::message),
              Map.entry(Opcode.MESSAGE_UPDATED, EventCodec::messageUpdated),
              Map.entry(Opcode.MESSAGE_DELETED, EventCodec::messageDeleted),
              Map.entry(Opcode.MEMBER_ADDED, EventCodec::memberAdded),
              Map.entry(Opcode.MEMBER_REMOVED, EventCodec::memberRemoved),
              Map.entry(Opcode.CONVERSATION_UPDATED, EventCodec::conversationUpdated),
              Map.entry(Opcode.ADDED_TO_CONVERSATION, EventCodec::addedToConversation),
              Map.entry(Opcode.REMOVED_FROM_CONVERSATION, EventCodec::removedFromConversation),
              Map.entry(Opcode.TYPING_EVENT, EventCodec::typingEvent),
              Map.entry(Opcode.PRESENCE, EventCodec::presence),
              Map.entry(Opcode.USER_UPDATED, EventCodec::userUpdated),
              Map.entry(Opcode.READ_MARKER, EventCodec::readMarker)));

  private EventCodec() {}

  static void writeNested(ByteBuf out, Event event) {
    int start = out.writerIndex();
    out.writeByte(0);
    out.writeInt(0);
    Opcode opcode = write(out, event);
    out.setByte(start, opcode.number());
    out.setInt(start + Byte.BYTES, out.writerIndex() - start - NESTED_HEADER_BYTES);
  }

  static Event readNested(ByteBuf in) {
    int number = FieldReader.u8(in);
    Opcode opcode = Opcode.of(number);
    // Only events: packets that hold events cannot be nested without end.
    Function<ByteBuf, ? extends Event> reader = opcode == null ? null : READERS.get(opcode);
    if (reader == null) {
      throw new IllegalArgumentException("opcode " + number + " is no event");
    }
    int length = FieldReader.u32(in);
    if (length < 0 || length > in.readableBytes()) {
      throw new IllegalArgumentException("the event is longer than the payload");
    }
    int payloadEnd = in.writerIndex();
    in.writerIndex(in.readerIndex() + length);
    Event event = reader.apply(in);
    if (in.isReadable()) {
      throw new IllegalArgumentException("the event is longer than its fields");
    }
    in.writerIndex(payloadEnd);
    return event;
  }

  static Opcode write(ByteBuf out, Event event) {
    return switch (event) {
      case Event.Message message -> message(out, message);
      case Event.MessageUpdated updated -> messageUpdated(out, updated);
      case Event.MessageDeleted deleted -> messageDeleted(out, deleted);
      case Event.MemberAdded(long conversationID, long seq, long userID) -> {
        out.writeLong(conversationID).writeLong(seq).writeLong(userID);
        yield Opcode.MEMBER_ADDED;
      }
      case Event.MemberRemoved(long conversationID, long seq, long userID) -> {
        out.writeLong(conversationID).writeLong(seq).writeLong(userID);
        yield Opcode.MEMBER_REMOVED;
      }
      case Event.ConversationUpdated updated -> conversationUpdated(out, updated);
      case Event.AddedToConversation(long conversationID, long seq, long epoch) -> {
        out.writeLong(conversationID).writeLong(seq).writeLong(epoch);
        yield Opcode.ADDED_TO_CONVERSATION;
      }
      case Event.RemovedFromConversation(long conversationID, long seq) -> {
        out.writeLong(conversationID).writeLong(seq);
        yield Opcode.REMOVED_FROM_CONVERSATION;
      }
      case Event.TypingEvent(long conversationID, long userID, boolean isTyping) -> {
        out.writeLong(conversationID).writeLong(userID).writeByte(isTyping ? 1 : 0);
        yield Opcode.TYPING_EVENT;
      }
      case Event.Presence(long userID, boolean isOnline) -> {
        out.writeLong(userID).writeByte(isOnline ? 1 : 0);
        yield Opcode.PRESENCE;
      }
      case Event.UserUpdated updated -> userUpdated(out, updated);
      case Event.ReadMarker(long conversationID, long userID, long seq) -> {
        out.writeLong(conversationID).writeLong(userID).writeLong(seq);
        yield Opcode.READ_MARKER;
      }
    };
  }

  private static Opcode message(ByteBuf out, Event.Message message) {
    out.writeLong(message.conversationID());
    out.writeLong(message.seq());
    out.writeLong(message.messageID());
    out.writeLong(message.authorID());
    out.writeLong(message.createdAt());
    FieldWriter.text(out, message.content());
    FieldWriter.optionalText(out, message.metadata());
    FieldWriter.optionalText(out, message.clientMessageID());
    return Opcode.MESSAGE;
  }

  static Event.Message message(ByteBuf in) {
    return new Event.Message(
        u64(in),
        u64(in),
        u64(in),
        u64(in),
        u64(in),
        FieldReader.text(in),
        FieldReader.optionalText(in),
        FieldReader.optionalText(in));
  }

  private static Opcode messageUpdated(ByteBuf out, Event.MessageUpdated updated) {
    out.writeLong(updated.conversationID());
    out.writeLong(updated.seq());
    out.writeLong(updated.messageID());
    out.writeLong(updated.updatedAt());
    FieldWriter.text(out, updated.content());
    FieldWriter.optionalText(out, updated.metadata());
    return Opcode.MESSAGE_UPDATED;
  }

  static Event.MessageUpdated messageUpdated(ByteBuf in) {
    return new Event.MessageUpdated(
        u64(in), u64(in), u64(in), u64(in), FieldReader.text(in), FieldReader.optionalText(in));
  }

  private static Opcode conversationUpdated(ByteBuf out, Event.ConversationUpdated updated) {
    out.writeLong(updated.conversationID());
    out.writeLong(updated.seq());
    out.writeLong(updated.userID());
    FieldWriter.text(out, updated.groupName());
    FieldWriter.optionalText(out, updated.metadata());
    return Opcode.CONVERSATION_UPDATED;
  }

  static Event.ConversationUpdated conversationUpdated(ByteBuf in) {
    return new Event.ConversationUpdated(
        u64(in), u64(in), u64(in), FieldReader.text(in), FieldReader.optionalText(in));
  }

  private static Opcode userUpdated(ByteBuf out, Event.UserUpdated updated) {
    out.writeLong(updated.userID());
    FieldWriter.text(out, updated.displayName());
    FieldWriter.optionalText(out, updated.displayImage());
    return Opcode.USER_UPDATED;
  }

  static Event.UserUpdated userUpdated(ByteBuf in) {
    return new Event.UserUpdated(u64(in), FieldReader.text(in), FieldReader.optionalText(in));
  }

  private static Opcode messageDeleted(ByteBuf out, Event.MessageDeleted deleted) {
    out.writeLong(deleted.conversationID());
    out.writeLong(deleted.seq());
    out.writeLong(deleted.messageID());
    out.writeLong(deleted.authorID());
    return Opcode.MESSAGE_DELETED;
  }

  static Event.MessageDeleted messageDeleted(ByteBuf in) {
    return new Event.MessageDeleted(u64(in), u64(in), u64(in), u64(in));
  }

  static Event.MemberAdded memberAdded(ByteBuf in) {
    return new Event.MemberAdded(u64(in), u64(in), u64(in));
  }

  static Event.MemberRemoved memberRemoved(ByteBuf in) {
    return new Event.MemberRemoved(u64(in), u64(in), u64(in));
  }

  static Event.AddedToConversation addedToConversation(ByteBuf in) {
    return new Event.AddedToConversation(u64(in), u64(in), u64(in));
  }

  static Event.RemovedFromConversation removedFromConversation(ByteBuf in) {
    return new Event.RemovedFromConversation(u64(in), u64(in));
  }

  static Event.TypingEvent typingEvent(ByteBuf in) {
    return new Event.TypingEvent(u64(in), u64(in), flag(in));
  }

  static Event.Presence presence(ByteBuf in) {
    return new Event.Presence(u64(in), flag(in));
  }

  static Event.ReadMarker readMarker(ByteBuf in) {
    return new Event.ReadMarker(u64(in), u64(in), u64(in));
  }
}
