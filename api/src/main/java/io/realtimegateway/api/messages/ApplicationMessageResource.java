package io.realtimegateway.api.messages;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.ExternalUsers;
import io.realtimegateway.api.users.SystemUser;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.CommandNameRepository;
import io.realtimegateway.store.messages.MessageRepository;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/server/conversations/{id}/messages` and one of them: written as a user or as the application,
/// edited and deleted regardless of its author.
public final class ApplicationMessageResource {
  private static final String AUTHOR = "authorExternalId";

  private final MessageRepository messages;
  private final ConversationRepository conversations;
  private final ExternalUsers users;
  private final SystemUser system;
  private final Supplier<String> names;
  private final MessageCommands commands;

  /// @param names makes command names
  public ApplicationMessageResource(
      MessageRepository messages,
      CommandNameRepository commandNames,
      ConversationRepository conversations,
      ExternalUsers users,
      SystemUser system,
      Supplier<String> names) {
    this.messages = messages;
    this.conversations = conversations;
    this.users = users;
    this.system = system;
    this.names = names;
    this.commands = new MessageCommands(messages, commandNames, names);
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "sendApplicationMessage", new Guarded(this::send, Access.APPLICATION),
        "getApplicationMessage", new Guarded(this::get, Access.APPLICATION),
        "updateApplicationMessage", new Guarded(this::update, Access.APPLICATION),
        "deleteApplicationMessage", new Guarded(this::delete, Access.APPLICATION));
  }

  /// Who writes, and whether the engine has to look for a membership.
  private record Author(long id, Authority authority) {}

  private Reply send(Call call) {
    Author author = author(call.body().getString(AUTHOR));
    String given = MessageResource.givenName(call);
    String name = given == null ? names.get() : given;
    String content = call.bodyText("content");
    String metadata = call.requestBody().metadata();
    Answer.Ack ack =
        accepted(
            call, author, new Draft(call.pathID("id"), name, given != null, content, metadata));
    ArchivedMessage sent = MessageBody.sent(ack, author.id(), content, metadata, given);
    String location =
        "/server/conversations/" + sent.conversationID() + "/messages/" + ack.messageID();
    Reply reply =
        Reply.created(call.url().resource(location), json -> MessageBody.write(json, sent));
    return Repeatability.accepted(reply, Repeatability.name(call));
  }

  private Author author(@Nullable String externalID) {
    return externalID == null
        ? new Author(system.id(), Authority.APPLICATION)
        : new Author(users.id(externalID, AUTHOR), Authority.USER);
  }

  private record Draft(
      long conversationID,
      String name,
      boolean isClientNamed,
      String content,
      @Nullable String metadata) {}

  /// To a user who is no member the engine says that there is no such conversation; the application
  /// may know that there is one.
  private Answer.Ack accepted(Call call, Author author, Draft draft) {
    try {
      return call.engine()
          .command(
              request ->
                  new Command.SendMessage(
                      request,
                      author.id(),
                      draft.conversationID(),
                      author.authority(),
                      draft.name(),
                      draft.isClientNamed(),
                      draft.content(),
                      draft.metadata()));
    } catch (Refusal refusal) {
      boolean isStranger =
          refusal.code() == ErrorCode.NOT_FOUND
              && author.authority() == Authority.USER
              && conversations.find(draft.conversationID()).isPresent();
      throw isStranger
          ? Refusal.of(ErrorCode.FORBIDDEN, "The author is no member of the conversation.", AUTHOR)
          : refusal;
    }
  }

  private Reply get(Call call) {
    call.engine().barrier(system.id(), call.pathID("id"));
    ArchivedMessage message =
        messages
            .find(call.pathID("messageID"))
            .filter(found -> found.conversationID() == call.pathID("id") && !found.isDeleted())
            .orElseThrow(() -> Refusal.notFound("message"));
    return Reply.ok(json -> MessageBody.write(json, message));
  }

  private Reply update(Call call) {
    return commands.update(
        call,
        system.id(),
        Authority.APPLICATION,
        () -> call.engine().barrier(system.id(), call.pathID("id")));
  }

  private Reply delete(Call call) {
    return commands.delete(call, system.id(), Authority.APPLICATION);
  }
}
