package io.realtimegateway.api.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message as the contract shows one.
public final class MessageBody {
  private MessageBody() {}

  /// Writes an object; without content for a deleted one.
  public static void write(JsonGenerator json, ArchivedMessage message) throws IOException {
    json.writeStartObject();
    JsonBody.id(json, "id", message.id());
    JsonBody.id(json, "creatorID", message.authorID());
    JsonBody.id(json, "conversationID", message.conversationID());
    writeContent(json, message.content(), message.metadata());
    JsonBody.time(json, "createdAt", message.createdAt());
    JsonBody.time(json, "editedAt", message.updatedAt());
    json.writeNumberField("seq", message.seq());
    json.writeNumberField("changeSeq", message.changeSeq());
    if (message.clientMessageID() != null) {
      json.writeStringField("clientMessageID", message.clientMessageID());
    }
    json.writeEndObject();
  }

  /// Writes what there is of the two; metadata is text that is JSON already.
  static void writeContent(JsonGenerator json, @Nullable String content, @Nullable String metadata)
      throws IOException {
    if (content != null) {
      json.writeStringField("content", content);
    }
    if (metadata != null) {
      json.writeFieldName("metadata");
      json.writeRawValue(metadata);
    }
  }

  /// What the engine says of a message; empty for what is none.
  static Optional<ArchivedMessage> message(Answer.Change change) {
    return change.event() instanceof Event.Message message
        ? Optional.of(
            new ArchivedMessage(
                message.messageID(),
                message.conversationID(),
                message.authorID(),
                message.seq(),
                change.changeSeq(),
                Instant.ofEpochMilli(message.createdAt()),
                change.updatedAt() == 0 ? null : Instant.ofEpochMilli(change.updatedAt()),
                null,
                message.content(),
                message.metadata(),
                message.clientMessageID()))
        : Optional.empty();
  }

  /// A message that was just accepted, or had been under this name.
  ///
  /// @param clientMessageID null if the client gave no name
  static ArchivedMessage sent(
      Answer.Ack ack,
      long authorID,
      String content,
      @Nullable String metadata,
      @Nullable String clientMessageID) {
    return new ArchivedMessage(
        ack.messageID(),
        ack.conversationID(),
        authorID,
        ack.seq(),
        ack.seq(),
        Instant.ofEpochMilli(ack.time()),
        null,
        null,
        ack.deleted() ? null : content,
        ack.deleted() ? null : metadata,
        clientMessageID);
  }
}
