package io.realtimegateway.api.messages;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.CommandNameRepository;
import io.realtimegateway.store.messages.MessageRepository;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/conversations/{id}/messages` and one of them, and the read marker.
public final class MessageResource {
  private final MessageRepository messages;
  private final ConversationViews views;
  private final Supplier<String> names;
  private final MessageCommands commands;

  /// @param names makes command names
  public MessageResource(
      MessageRepository messages,
      CommandNameRepository commandNames,
      ConversationViews views,
      Supplier<String> names) {
    this.messages = messages;
    this.views = views;
    this.names = names;
    this.commands = new MessageCommands(messages, commandNames, names);
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "listMessages", new Guarded(this::list, Access.LOGIN),
        "sendMessage", new Guarded(this::send, Access.LOGIN),
        "getMessage", new Guarded(this::get, Access.LOGIN),
        "updateMessage", new Guarded(this::update, Access.LOGIN),
        "deleteMessage", new Guarded(this::delete, Access.LOGIN),
        "markRead", new Guarded(this::markRead, Access.LOGIN));
  }

  private Reply list(Call call) {
    requireVisible(call);
    History page = History.read(call, messages);
    return Reply.ok(JsonBody.collection(page.items(), MessageBody::write, page.nextLink(call)));
  }

  private Reply send(Call call) {
    long conversationID = call.pathID("id");
    String given = givenName(call);
    String name = given == null ? names.get() : given;
    String content = call.bodyText("content");
    String metadata = call.requestBody().metadata();
    Answer.Ack ack =
        call.engine()
            .command(
                request ->
                    new Command.SendMessage(
                        request,
                        call.userID(),
                        conversationID,
                        Authority.USER,
                        name,
                        given != null,
                        content,
                        metadata));
    if (ack.repeated()) {
      requireMember(call, ack.seq());
    }
    ArchivedMessage sent = MessageBody.sent(ack, call.userID(), content, metadata, given);
    Reply reply =
        Reply.created(
            call.url()
                .resource("/conversations/" + conversationID + "/messages/" + ack.messageID()),
            json -> MessageBody.write(json, sent));
    return Repeatability.accepted(reply, Repeatability.name(call));
  }

  /// The engine answers a repeat without a look at the members. It knows them also while the
  /// database is away.
  private static void requireMember(Call call, long seq) {
    Answer page =
        call.engine()
            .changes(
                request ->
                    new Command.Resume(
                        request, call.userID(), call.pathID("id"), Authority.USER, seq, 0, 1));
    if (page instanceof Answer.Reset(_, _, Answer.ResetReason reason)
        && reason == Answer.ResetReason.NOT_MEMBER) {
      throw Refusal.notFound("conversation");
    }
  }

  /// The client's own name of the message, by either way of giving one.
  static @Nullable String givenName(Call call) {
    String header = Repeatability.name(call);
    String field = call.body().getString("clientMessageID");
    if (header != null && field != null && !header.equals(field)) {
      throw Refusal.badArgument(
          "clientMessageID", "clientMessageID and Repeatability-Request-ID name it differently.");
    }
    return header == null ? field : header;
  }

  private Reply get(Call call) {
    requireVisible(call);
    ArchivedMessage message = existing(call);
    return Reply.ok(json -> MessageBody.write(json, message));
  }

  private Reply update(Call call) {
    return commands.update(call, call.userID(), Authority.USER, () -> requireVisible(call));
  }

  private Reply delete(Call call) {
    return commands.delete(call, call.userID(), Authority.USER);
  }

  private Reply markRead(Call call) {
    long seq = Objects.requireNonNull(call.body().getLong("seq"));
    call.engine()
        .command(
            request -> new Command.MarkRead(request, 0, call.userID(), call.pathID("id"), seq));
    return Reply.noContent();
  }

  private void requireVisible(Call call) {
    long conversationID = call.pathID("id");
    call.engine().barrier(call.userID(), conversationID);
    if (!views.isMember(conversationID, call.userID())) {
      throw Refusal.notFound("conversation");
    }
  }

  private ArchivedMessage existing(Call call) {
    return messages
        .find(call.pathID("messageID"))
        .filter(message -> message.conversationID() == call.pathID("id") && !message.isDeleted())
        .orElseThrow(() -> Refusal.notFound("message"));
  }
}
