package io.realtimegateway.api.messages;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.messages.Message;
import java.util.Optional;
import java.util.function.Supplier;

/// Edits and deletes the message of a call's path, by whoever may.
final class MessageCommands {
  private final Supplier<String> names;

  /// @param names makes command names
  MessageCommands(Supplier<String> names) {
    this.names = names;
  }

  /// Edits it.
  ///
  /// @return as the engine has it, which needs no database; empty where it was changed again, or
  ///   the engine does not say: then it has to be read
  Optional<Message> update(Call call, long user, Authority authority) {
    String name = names.get();
    Answer.Ack ack =
        call.engine()
            .command(
                request ->
                    new Command.UpdateMessage(
                        request,
                        user,
                        call.pathID("id"),
                        call.pathID("messageID"),
                        authority,
                        name,
                        call.bodyText("content"),
                        call.requestBody().metadata()));
    try {
      return changed(call, user, authority, ack);
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  /// The object whose last change an event is.
  private static Optional<Message> changed(
      Call call, long user, Authority authority, Answer.Ack ack) {
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
  }

  void delete(Call call, long user, Authority authority) {
    String name = names.get();
    call.engine()
        .command(
            request ->
                new Command.DeleteMessage(
                    request, user, call.pathID("id"), call.pathID("messageID"), authority, name));
  }
}
