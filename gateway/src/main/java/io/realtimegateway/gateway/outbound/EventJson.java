package io.realtimegateway.gateway.outbound;

import static io.realtimegateway.gateway.outbound.JsonText.ascii;
import static io.realtimegateway.gateway.outbound.JsonText.type;

import io.realtimegateway.protocol.packet.Event;
import org.jspecify.annotations.Nullable;

/// Writes events as JSON, with the field names and the order of the public contract.
final class EventJson {
  static final byte[] CONVERSATION = ascii(",\"conversationID\":");
  static final byte[] MESSAGE_ID = ascii(",\"messageID\":");
  static final byte[] SEQ = ascii(",\"seq\":");
  static final byte[] USER = ascii(",\"userID\":");
  private static final byte[] AUTHOR = ascii(",\"authorID\":");
  private static final byte[] CONTENT = ascii(",\"content\":");
  private static final byte[] METADATA = ascii(",\"metadata\":");
  static final byte[] CREATED_AT = ascii(",\"createdAt\":");
  static final byte[] UPDATED_AT = ascii(",\"updatedAt\":");
  static final byte[] CLIENT_MESSAGE_ID = ascii(",\"clientMessageID\":");
  static final byte[] EPOCH = ascii(",\"epoch\":");
  private static final byte[] IS_TYPING = ascii(",\"isTyping\":");
  private static final byte[] IS_ONLINE = ascii(",\"isOnline\":");
  private static final byte[] DISPLAY_NAME = ascii(",\"displayName\":");
  private static final byte[] GROUP_NAME = ascii(",\"groupName\":");
  private static final byte[] DISPLAY_IMAGE = ascii(",\"displayImage\":");
  private static final byte[] NULL = ascii("null");
  private static final byte[] MESSAGE = type("message");
  private static final byte[] MESSAGE_UPDATED = type("message_updated");
  private static final byte[] MESSAGE_DELETED = type("message_deleted");
  private static final byte[] MEMBER_ADDED = type("member_added");
  private static final byte[] MEMBER_REMOVED = type("member_removed");
  private static final byte[] CONVERSATION_UPDATED = type("conversation_updated");
  private static final byte[] ADDED = type("added_to_conversation");
  private static final byte[] REMOVED = type("removed_from_conversation");
  private static final byte[] TYPING = type("typing");
  private static final byte[] PRESENCE = type("presence");
  private static final byte[] USER_UPDATED = type("user_updated");
  private static final byte[] READ = type("read");

  private final JsonText text;

  /// @param text that is written to
  EventJson(JsonText text) {
    this.text = text;
  }

  /// Writes an event without its closing brace.
  ///
  /// @param updatedAt of a message in a page of changes, epoch milliseconds; 0 for none
  void write(Event event, long updatedAt) {
    switch (event) {
      case Event.Message message -> message(message, updatedAt);
      case Event.MessageUpdated updated -> messageUpdated(updated);
      case Event.MessageDeleted deleted -> messageDeleted(deleted);
      case Event.MemberAdded added ->
          member(MEMBER_ADDED, added.conversationID(), added.userID(), added.seq());
      case Event.MemberRemoved removed ->
          member(MEMBER_REMOVED, removed.conversationID(), removed.userID(), removed.seq());
      case Event.ConversationUpdated updated -> conversationUpdated(updated);
      case Event.AddedToConversation(long conversationID, long seq, long epoch) -> {
        text.raw(ADDED).raw(CONVERSATION).number(conversationID).raw(SEQ).number(seq);
        text.raw(EPOCH).epoch(epoch);
      }
      case Event.RemovedFromConversation(long conversationID, long seq) ->
          text.raw(REMOVED).raw(CONVERSATION).number(conversationID).raw(SEQ).number(seq);
      case Event.TypingEvent(long conversationID, long userID, boolean isTyping) -> {
        text.raw(TYPING).raw(CONVERSATION).number(conversationID);
        text.raw(USER).numberText(userID).raw(IS_TYPING).bool(isTyping);
      }
      case Event.Presence(long userID, boolean isOnline) ->
          text.raw(PRESENCE).raw(USER).numberText(userID).raw(IS_ONLINE).bool(isOnline);
      case Event.UserUpdated updated -> userUpdated(updated);
      case Event.ReadMarker(long conversationID, long userID, long seq) ->
          member(READ, conversationID, userID, seq);
    }
  }

  private void userUpdated(Event.UserUpdated updated) {
    text.raw(USER_UPDATED).raw(USER).number(updated.userID());
    text.raw(DISPLAY_NAME).text(updated.displayName()).raw(DISPLAY_IMAGE);
    if (updated.displayImage() == null) {
      text.raw(NULL);
    } else {
      text.text(updated.displayImage());
    }
  }

  private void message(Event.Message message, long updatedAt) {
    text.raw(MESSAGE).raw(AUTHOR).number(message.authorID());
    text.raw(CONVERSATION).number(message.conversationID());
    text.raw(MESSAGE_ID).number(message.messageID()).raw(CONTENT).text(message.content());
    metadata(message.metadata());
    text.raw(SEQ).number(message.seq()).raw(CREATED_AT).time(message.createdAt());
    if (updatedAt != 0) {
      text.raw(UPDATED_AT).time(updatedAt);
    }
    text.optional(CLIENT_MESSAGE_ID, message.clientMessageID());
  }

  private void messageUpdated(Event.MessageUpdated updated) {
    text.raw(MESSAGE_UPDATED).raw(CONVERSATION).number(updated.conversationID());
    text.raw(MESSAGE_ID).number(updated.messageID()).raw(UPDATED_AT).time(updated.updatedAt());
    text.raw(CONTENT).text(updated.content());
    metadata(updated.metadata());
    text.raw(SEQ).number(updated.seq());
  }

  private void messageDeleted(Event.MessageDeleted deleted) {
    text.raw(MESSAGE_DELETED).raw(MESSAGE_ID).number(deleted.messageID());
    text.raw(CONVERSATION).number(deleted.conversationID());
    text.raw(AUTHOR).number(deleted.authorID()).raw(SEQ).number(deleted.seq());
  }

  private void conversationUpdated(Event.ConversationUpdated updated) {
    text.raw(CONVERSATION_UPDATED).raw(CONVERSATION).number(updated.conversationID());
    text.raw(GROUP_NAME).text(updated.groupName());
    metadata(updated.metadata());
    text.raw(USER).number(updated.userID()).raw(SEQ).number(updated.seq());
  }

  private void member(byte[] type, long conversationID, long userID, long seq) {
    text.raw(type).raw(CONVERSATION).number(conversationID);
    text.raw(USER).number(userID).raw(SEQ).number(seq);
  }

  private void metadata(@Nullable String metadata) {
    if (metadata != null) {
      text.raw(METADATA).json(metadata);
    }
  }
}
