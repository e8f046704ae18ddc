package io.realtimegateway.api.conversations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.messages.MessageBody;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.api.users.UserBody;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.ConversationHead;
import io.realtimegateway.store.conversations.ConversationView;
import io.realtimegateway.store.conversations.Participant;
import java.io.IOException;
import java.util.List;

/// Conversations and participants as the contract shows them.
final class ConversationBody {
  private final DirectorySettings directory;

  ConversationBody(DirectorySettings directory) {
    this.directory = directory;
  }

  /// The fields that do not change.
  static void writeCreated(JsonGenerator json, ArchivedConversation conversation)
      throws IOException {
    json.writeStartObject();
    writeFields(json, conversation);
    json.writeEndObject();
  }

  /// As one of its members sees it.
  ///
  /// @param epoch of the conversation's shard
  void write(JsonGenerator json, ConversationView view, long viewerID, long epoch)
      throws IOException {
    ArchivedConversation conversation = view.conversation();
    json.writeStartObject();
    writeFields(json, conversation);
    json.writeNumberField("participantCount", conversation.participantCount());
    json.writeArrayFieldStart("participants");
    for (Participant participant : view.participants()) {
      json.writeStartObject();
      writeFields(json, participant, conversation.ownerID(), showsEmail(viewerID, participant));
      json.writeEndObject();
    }
    json.writeEndArray();
    writeProgress(json, conversation.seq(), epoch, view.readSeq(), view.unreadCount());
    json.writeFieldName("lastMessage");
    if (view.lastMessage().isPresent()) {
      MessageBody.write(json, view.lastMessage().get());
    } else {
      json.writeNull();
    }
    json.writeEndObject();
  }

  /// @param epoch of the conversation's shard
  static void writeHead(JsonGenerator json, ConversationHead head, long epoch) throws IOException {
    json.writeStartObject();
    JsonBody.id(json, "id", head.id());
    writeProgress(json, head.seq(), epoch, head.readSeq(), head.unreadCount());
    json.writeEndObject();
  }

  private static void writeProgress(
      JsonGenerator json, long seq, long epoch, long readSeq, int unreadCount) throws IOException {
    json.writeNumberField("seq", seq);
    JsonBody.epoch(json, "epoch", epoch);
    json.writeNumberField("readSeq", readSeq);
    json.writeNumberField("unreadCount", unreadCount);
  }

  void writeLive(
      JsonGenerator json, Participant participant, long viewerID, long ownerID, boolean isOnline)
      throws IOException {
    json.writeStartObject();
    writeFields(json, participant, ownerID, showsEmail(viewerID, participant));
    json.writeBooleanField("isOnline", isOnline);
    json.writeEndObject();
  }

  /// As the application sees it, which has read nothing.
  ///
  /// @param epoch of the conversation's shard
  static void writeForApplication(
      JsonGenerator json,
      ArchivedConversation conversation,
      List<Participant> participants,
      long epoch)
      throws IOException {
    json.writeStartObject();
    writeFields(json, conversation);
    json.writeNumberField("participantCount", conversation.participantCount());
    json.writeArrayFieldStart("participants");
    for (Participant participant : participants) {
      json.writeStartObject();
      writeFields(json, participant, conversation.ownerID(), true);
      JsonBody.text(json, "externalId", participant.user().externalID());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("seq", conversation.seq());
    JsonBody.epoch(json, "epoch", epoch);
    json.writeEndObject();
  }

  static void writeLiveForApplication(
      JsonGenerator json, Participant participant, long ownerID, boolean isOnline)
      throws IOException {
    json.writeStartObject();
    writeFields(json, participant, ownerID, true);
    JsonBody.text(json, "externalId", participant.user().externalID());
    json.writeBooleanField("isOnline", isOnline);
    json.writeEndObject();
  }

  private static void writeFields(JsonGenerator json, ArchivedConversation conversation)
      throws IOException {
    JsonBody.id(json, "id", conversation.id());
    JsonBody.id(json, "creatorID", conversation.creatorID());
    json.writeStringField("conversationType", conversation.type());
    JsonBody.text(json, "groupName", conversation.groupName());
    JsonBody.time(json, "createdDate", conversation.createdAt());
    json.writeFieldName("metadata");
    if (conversation.metadata() == null) {
      json.writeNull();
    } else {
      json.writeRawValue(conversation.metadata());
    }
  }

  private boolean showsEmail(long viewerID, Participant participant) {
    return directory.showsEmail(viewerID, participant.user().id(), participant.isFriend());
  }

  private static void writeFields(
      JsonGenerator json, Participant participant, long ownerID, boolean showsEmail)
      throws IOException {
    UserBody.writeFields(json, participant.user(), showsEmail);
    JsonBody.time(json, "joinedDate", participant.joinedAt());
    json.writeStringField("role", participant.user().id() == ownerID ? "owner" : "member");
  }
}
