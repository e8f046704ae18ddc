package io.realtimegateway.api.messages;

import io.realtimegateway.api.http.Call;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import java.util.function.Supplier;

/// Edits and deletes the message of a call's path, by whoever may.
final class MessageCommands {
  private final Supplier<String> names;

  /// @param names makes command names
  MessageCommands(Supplier<String> names) {
    this.names = names;
  }

  void update(Call call, long user, Authority authority) {
    String name = names.get();
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
