package io.realtimegateway.webhooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.store.applications.WebhookHistory.Named;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// The body of a webhook: `type`, `timestamp` and `data`, in the shapes of the REST API. Names are
/// looked up first. Whether a message has been deleted is checked when the bytes are made, after
/// the receiver has accepted the connection.
final class WebhookBody {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
  private static final int NAMED_OFFLINE = 1000;

  private final WebhookEvent event;
  private final LongPredicate isDeleted;
  private final Data data;

  @FunctionalInterface
  private interface Data {
    void write(JsonGenerator json) throws IOException;
  }

  private WebhookBody(WebhookEvent event, LongPredicate isDeleted, Directory directory)
      throws InterruptedException {
    this.event = event;
    this.isDeleted = isDeleted;
    this.data = dataOf(event, directory);
  }

  /// Looks up what the body of an event needs. Blocks.
  ///
  /// @param isDeleted whether a message was deleted, by its id
  static WebhookBody of(WebhookEvent event, LongPredicate isDeleted, Directory directory)
      throws InterruptedException {
    return new WebhookBody(event, isDeleted, directory);
  }

  /// The body as UTF-8. Blocks.
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", event.type().text());
      time(json, "timestamp", Instant.ofEpochMilli(event.at()));
      json.writeObjectFieldStart("data");
      data.write(json);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private Data dataOf(WebhookEvent event, Directory directory) throws InterruptedException {
    return switch (event) {
      case WebhookEvent.MessageCreated created -> created(created.message(), directory);
      case WebhookEvent.MessageUpdated updated -> updated(updated.message(), directory);
      case WebhookEvent.MessageDeleted deleted -> deleted(deleted, directory);
      case WebhookEvent.MemberAdded added -> member(added, added.userID(), directory);
      case WebhookEvent.MemberRemoved removed -> member(removed, removed.userID(), directory);
      case WebhookEvent.ConversationCreated created -> conversation(created, directory);
      case WebhookEvent.ConversationUpdated updated -> updated(updated, directory);
      case WebhookEvent.PresenceChanged changed -> presence(changed, directory);
    };
  }

  private Data created(ArchivedMessage message, Directory directory) throws InterruptedException {
    Map<Long, @Nullable String> names = directory.names(List.of(message.authorID()));
    List<Named> offline = directory.offlineMembers(message.conversationID(), message.authorID());
    return json -> {
      message(json, message, names);
      json.writeArrayFieldStart("offlineMembers");
      for (Named member : offline.subList(0, Math.min(NAMED_OFFLINE, offline.size()))) {
        user(json, member.userID(), member.externalID());
      }
      json.writeEndArray();
      json.writeNumberField("offlineMemberCount", offline.size());
    };
  }

  private Data updated(ArchivedMessage message, Directory directory) throws InterruptedException {
    Map<Long, @Nullable String> names = directory.names(List.of(message.authorID()));
    return json -> message(json, message, names);
  }

  private void message(
      JsonGenerator json, ArchivedMessage message, Map<Long, @Nullable String> names)
      throws IOException {
    id(json, "id", message.id());
    id(json, "creatorID", message.authorID());
    text(json, "creatorExternalId", names.get(message.authorID()));
    id(json, "conversationID", message.conversationID());
    if (message.content() != null && !isDeleted.test(message.id())) {
      json.writeStringField("content", message.content());
      if (message.metadata() != null) {
        json.writeFieldName("metadata");
        json.writeRawValue(message.metadata());
      }
    }
    if (message.clientMessageID() != null) {
      json.writeStringField("clientMessageID", message.clientMessageID());
    }
    time(json, "createdAt", message.createdAt());
    time(json, "editedAt", message.updatedAt());
    json.writeNumberField("seq", message.seq());
    json.writeNumberField("changeSeq", message.changeSeq());
  }

  private static Data deleted(WebhookEvent.MessageDeleted deleted, Directory directory)
      throws InterruptedException {
    Map<Long, @Nullable String> names = directory.names(List.of(deleted.author()));
    return json -> {
      id(json, "id", deleted.messageID());
      id(json, "creatorID", deleted.author());
      text(json, "creatorExternalId", names.get(deleted.author()));
      id(json, "conversationID", deleted.conversationID());
      json.writeNumberField("seq", deleted.createdSeq());
      json.writeNumberField("changeSeq", deleted.seq());
    };
  }

  private static Data member(WebhookEvent event, long userID, Directory directory)
      throws InterruptedException {
    Map<Long, @Nullable String> names = directory.names(List.of(userID));
    return json -> {
      id(json, "conversationID", event.conversationID());
      id(json, "userID", userID);
      text(json, "externalId", names.get(userID));
      json.writeNumberField("seq", event.seq());
    };
  }

  private static Data conversation(WebhookEvent.ConversationCreated created, Directory directory)
      throws InterruptedException {
    Optional<ArchivedConversation> row = directory.conversation(created.conversationID());
    Map<Long, @Nullable String> names = directory.names(created.members());
    return json -> {
      id(json, "id", created.conversationID());
      if (row.isPresent()) { // A restored backup may lack it.
        ArchivedConversation conversation = row.get();
        id(json, "creatorID", conversation.creatorID());
        json.writeStringField("conversationType", conversation.type());
        text(json, "groupName", conversation.groupName());
        time(json, "createdDate", conversation.createdAt());
      }
      json.writeArrayFieldStart("participants");
      for (long member : created.members()) {
        user(json, member, names.get(member));
      }
      json.writeEndArray();
    };
  }

  private static Data updated(WebhookEvent.ConversationUpdated updated, Directory directory)
      throws InterruptedException {
    Map<Long, @Nullable String> names = directory.names(List.of(updated.userID()));
    return json -> {
      id(json, "id", updated.conversationID());
      json.writeStringField("groupName", updated.groupName());
      json.writeFieldName("metadata");
      if (updated.metadata() == null) {
        json.writeNull();
      } else {
        json.writeRawValue(updated.metadata());
      }
      id(json, "userID", updated.userID());
      text(json, "externalId", names.get(updated.userID()));
      json.writeNumberField("seq", updated.seq());
    };
  }

  private static Data presence(WebhookEvent.PresenceChanged changed, Directory directory)
      throws InterruptedException {
    Map<Long, @Nullable String> names = directory.names(List.of(changed.userID()));
    return json -> {
      id(json, "userID", changed.userID());
      text(json, "externalId", names.get(changed.userID()));
      json.writeBooleanField("isOnline", changed.isOnline());
    };
  }

  private static void user(JsonGenerator json, long id, @Nullable String externalID)
      throws IOException {
    json.writeStartObject();
    id(json, "id", id);
    text(json, "externalId", externalID);
    json.writeEndObject();
  }

  private static void id(JsonGenerator json, String field, long value) throws IOException {
    json.writeStringField(field, Long.toString(value));
  }

  private static void time(JsonGenerator json, String field, @Nullable Instant value)
      throws IOException {
    text(json, field, value == null ? null : text(value));
  }

  /// A time as it is written in a body.
  static String text(Instant time) {
    return TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static void text(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, value);
    }
  }
}
