package io.realtimegateway.api.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.EpochText;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `/conversations/{id}/changes`: the engine answers, so the database may be away for what it
/// remembers.
public final class ChangeResource {

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of("listChanges", new Guarded(this::list, Access.LOGIN));
  }

  private Reply list(Call call) {
    long conversationID = call.pathID("id");
    long after = call.queryNumber("$after").orElse(0);
    String epochText = call.queryText("epoch");
    long epoch = epochText == null ? 0 : EpochText.read(epochText).orElseThrow();
    int top = Page.top(call, Limits.MAX_CHANGES);
    Answer answer =
        call.engine()
            .changes(
                request ->
                    new Command.Resume(
                        request, call.userID(), conversationID, Authority.USER, after, epoch, top));
    return switch (answer) {
      case Answer.Changes changes -> Reply.ok(json -> write(json, changes, call));
      case Answer.Reset reset -> throw refused(reset.reason());
      default -> throw new IllegalStateException("no page of changes: " + answer.getClass());
    };
  }

  private static Refusal refused(Answer.ResetReason reason) {
    return switch (reason) {
      case EPOCH ->
          Refusal.of(ErrorCode.GONE, "This history is not the one that you hold. Read afresh.")
              .inner("epoch");
      case AHEAD ->
          Refusal.of(ErrorCode.GONE, "You hold more than this history has. Read afresh.")
              .inner("ahead");
      case NOT_MEMBER -> Refusal.notFound("conversation");
    };
  }

  private static void write(JsonGenerator json, Answer.Changes page, Call call) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("value");
    for (Answer.Change change : page.items()) {
      json.writeStartObject();
      writeFields(json, change);
      json.writeNumberField("changeSeq", change.changeSeq());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("seq", page.seq());
    JsonBody.epoch(json, "epoch", page.epoch());
    json.writeStringField(page.more() ? "@nextLink" : "@deltaLink", link(page, call));
    json.writeEndObject();
  }

  private static String link(Answer.Changes page, Call call) {
    List<String> parameters =
        new ArrayList<>(
            List.of(
                "$after", Long.toString(page.seq()), "epoch", JsonBody.epochText(page.epoch())));
    String top = call.queryText("$top");
    if (top != null) {
      parameters.addAll(List.of("$top", top));
    }
    return call.url()
        .resource(
            "/conversations/" + page.conversationID() + "/changes",
            parameters.toArray(String[]::new));
  }

  private static void writeFields(JsonGenerator json, Answer.Change change) throws IOException {
    switch (change.event()) {
      case Event.Message message -> writeMessage(json, message, change.updatedAt());
      case Event.MessageDeleted deleted -> {
        json.writeStringField("type", "message_deleted");
        JsonBody.id(json, "conversationID", deleted.conversationID());
        JsonBody.id(json, "messageID", deleted.messageID());
        JsonBody.id(json, "authorID", deleted.authorID());
        json.writeNumberField("seq", deleted.seq());
      }
      case Event.MemberAdded added ->
          writeMember(json, "member_added", added.conversationID(), added.userID(), added.seq());
      case Event.MemberRemoved removed ->
          writeMember(
              json, "member_removed", removed.conversationID(), removed.userID(), removed.seq());
      case Event.ConversationUpdated updated -> writeConversation(json, updated);
      case Event.MessageUpdated _,
          Event.AddedToConversation _,
          Event.RemovedFromConversation _,
          Event.TypingEvent _,
          Event.Presence _,
          Event.UserUpdated _,
          Event.ReadMarker _ ->
          throw new IllegalStateException("no object of a conversation: " + change.event());
    }
  }

  private static void writeMessage(JsonGenerator json, Event.Message message, long updatedAt)
      throws IOException {
    json.writeStringField("type", "message");
    JsonBody.id(json, "conversationID", message.conversationID());
    JsonBody.id(json, "messageID", message.messageID());
    JsonBody.id(json, "authorID", message.authorID());
    MessageBody.writeContent(json, message.content(), message.metadata());
    json.writeNumberField("seq", message.seq());
    JsonBody.time(json, "createdAt", Instant.ofEpochMilli(message.createdAt()));
    if (updatedAt != 0) {
      JsonBody.time(json, "updatedAt", Instant.ofEpochMilli(updatedAt));
    }
    if (message.clientMessageID() != null) {
      json.writeStringField("clientMessageID", message.clientMessageID());
    }
  }

  private static void writeConversation(JsonGenerator json, Event.ConversationUpdated updated)
      throws IOException {
    json.writeStringField("type", "conversation_updated");
    JsonBody.id(json, "conversationID", updated.conversationID());
    json.writeStringField("groupName", updated.groupName());
    if (updated.metadata() != null) {
      json.writeFieldName("metadata");
      json.writeRawValue(updated.metadata());
    }
    JsonBody.id(json, "userID", updated.userID());
    json.writeNumberField("seq", updated.seq());
  }

  private static void writeMember(
      JsonGenerator json, String type, long conversationID, long userID, long seq)
      throws IOException {
    json.writeStringField("type", type);
    JsonBody.id(json, "conversationID", conversationID);
    JsonBody.id(json, "userID", userID);
    json.writeNumberField("seq", seq);
  }
}
