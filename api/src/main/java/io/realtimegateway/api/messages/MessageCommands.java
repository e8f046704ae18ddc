package io.realtimegateway.api.messages;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.CommandNameRepository;
import io.realtimegateway.store.messages.MessageRepository;
import io.realtimegateway.store.messages.NamedCommand;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Edits and deletes the message of a call's path, for those who may. The call's
/// `Repeatability-Request-ID` names the command.
final class MessageCommands {
  private final MessageRepository messages;
  private final CommandNameRepository commandNames;
  private final Supplier<String> names;

  /// @param names makes names for commands without one
  MessageCommands(
      MessageRepository messages, CommandNameRepository commandNames, Supplier<String> names) {
    this.messages = messages;
    this.commandNames = commandNames;
    this.names = names;
  }

  /// Edits it. A repeat under the same name is answered as the first request was, without content
  /// once the message is deleted.
  ///
  /// @param barrier waits until the database has what was accepted, and refuses who may not read it
  Reply update(Call call, long user, Authority authority, Runnable barrier) {
    String given = Repeatability.name(call);
    Long ifChangeSeq = call.body().getLong("ifChangeSeq");
    String name = given == null ? names.get() : given;
    Answer.Ack ack =
        accepted(
            call,
            request ->
                new Command.UpdateMessage(
                    request,
                    user,
                    call.pathID("id"),
                    call.pathID("messageID"),
                    authority,
                    name,
                    given != null,
                    call.bodyText("content"),
                    call.requestBody().metadata(),
                    Command.condition(ifChangeSeq)));
    ArchivedMessage message =
        unchangedSince(call, user, authority, ack)
            .orElseGet(
                () -> {
                  barrier.run();
                  return given == null ? existing(call) : asAnswered(call, user, given, ack);
                });
    Reply reply = Reply.ok(json -> MessageBody.write(json, message));
    return Repeatability.accepted(reply, given);
  }

  /// The message as the engine has it, which needs no database; empty if it was changed again, or
  /// the engine does not say.
  private static Optional<ArchivedMessage> unchangedSince(
      Call call, long user, Authority authority, Answer.Ack ack) {
    try {
      Answer page =
          call.engine()
              .changes(
                  request ->
                      new Command.Resume(
                          request, user, ack.conversationID(), authority, ack.seq() - 1, 0, 1));
      return page instanceof Answer.Changes changes
          ? changes.items().stream()
              .filter(change -> change.changeSeq() == ack.seq())
              .findFirst()
              .flatMap(MessageBody::message)
          : Optional.empty();
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  private ArchivedMessage existing(Call call) {
    return found(call).filter(message -> !message.isDeleted()).orElseThrow(MessageCommands::none);
  }

  /// The message as this edit left it, if it was changed or deleted since.
  private ArchivedMessage asAnswered(Call call, long user, String name, Answer.Ack ack) {
    ArchivedMessage now = found(call).orElseThrow(MessageCommands::none);
    String metadata =
        commandNames
            .find(now.conversationID(), user, name)
            .map(NamedCommand::metadata)
            .orElse(null);
    return new ArchivedMessage(
        now.id(),
        now.conversationID(),
        now.authorID(),
        now.seq(),
        ack.seq(),
        now.createdAt(),
        Instant.ofEpochMilli(ack.time()),
        null,
        now.isDeleted() ? null : call.bodyText("content"),
        now.isDeleted() ? null : metadata,
        now.clientMessageID());
  }

  private Optional<ArchivedMessage> found(Call call) {
    return messages
        .find(call.pathID("messageID"))
        .filter(message -> message.conversationID() == call.pathID("id"));
  }

  private static Refusal none() {
    return Refusal.notFound("message");
  }

  /// Deletes it.
  Reply delete(Call call, long user, Authority authority) {
    String given = Repeatability.name(call);
    OptionalLong ifChangeSeq = call.queryNumber("ifChangeSeq");
    @Nullable Long condition = ifChangeSeq.isPresent() ? (Long) ifChangeSeq.getAsLong() : null;
    String name = given == null ? names.get() : given;
    accepted(
        call,
        request ->
            new Command.DeleteMessage(
                request,
                user,
                call.pathID("id"),
                call.pathID("messageID"),
                authority,
                name,
                given != null,
                Command.condition(condition)));
    return Repeatability.accepted(Reply.noContent(), given);
  }

  /// A name that is taken is refused by the name of its header.
  private static Answer.Ack accepted(Call call, LongFunction<Command.Asking> command) {
    try {
      return call.engine().command(command);
    } catch (Refusal refusal) {
      throw "commandID".equals(refusal.target())
          ? Refusal.of(refusal.code(), refusal.message(), Repeatability.ID)
          : refusal;
    }
  }
}
