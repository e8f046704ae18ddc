package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldCodecs.FLAG;
import static io.realtimegateway.protocol.codec.FieldCodecs.OPTIONAL_TEXT;
import static io.realtimegateway.protocol.codec.FieldCodecs.TEXT;
import static io.realtimegateway.protocol.codec.FieldCodecs.U64;

import io.realtimegateway.protocol.packet.Event;

/// The fields of events.
final class EventCodecs {
  static final CodecTable<Event> ALL =
      new CodecTable<Event>()
          .add(Opcode.MESSAGE, new MessageCodec())
          .add(
              Opcode.MESSAGE_UPDATED,
              Event.MessageUpdated.class,
              U64,
              U64,
              U64,
              U64,
              TEXT,
              OPTIONAL_TEXT)
          .add(Opcode.MESSAGE_DELETED, Event.MessageDeleted.class, U64, U64, U64, U64)
          .add(Opcode.TYPING_EVENT, Event.TypingEvent.class, U64, U64, FLAG)
          .add(Opcode.PRESENCE, Event.Presence.class, U64, FLAG)
          .add(Opcode.ADDED_TO_CONVERSATION, Event.AddedToConversation.class, U64, U64, U64)
          .add(Opcode.REMOVED_FROM_CONVERSATION, Event.RemovedFromConversation.class, U64, U64)
          .add(Opcode.MEMBER_ADDED, Event.MemberAdded.class, U64, U64, U64)
          .add(Opcode.MEMBER_REMOVED, Event.MemberRemoved.class, U64, U64, U64)
          .add(Opcode.READ_MARKER, Event.ReadMarker.class, U64, U64, U64)
          .add(Opcode.USER_UPDATED, Event.UserUpdated.class, U64, TEXT, OPTIONAL_TEXT)
          .add(
              Opcode.CONVERSATION_UPDATED,
              Event.ConversationUpdated.class,
              U64,
              U64,
              U64,
              TEXT,
              OPTIONAL_TEXT);

  private EventCodecs() {}
}
