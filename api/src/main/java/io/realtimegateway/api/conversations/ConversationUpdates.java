package io.realtimegateway.api.conversations;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import java.util.function.Supplier;

/// Changes name and metadata of the group-chat of a call's path, for users and for the application.
final class ConversationUpdates {
  private final Supplier<String> names;

  /// @param names makes command names
  ConversationUpdates(Supplier<String> names) {
    this.names = names;
  }

  /// Does it, once under the request's name.
  ///
  /// @throws Refusal `BadArgument` if the body changes nothing, and as the engine says
  void update(Call call, long user, Authority authority) {
    String groupName = call.body().getString("groupName");
    String metadata = call.requestBody().metadata();
    if (groupName == null && metadata == null) {
      throw Refusal.badArgument(
          "groupName", "Nothing would change: send groupName, metadata or both.");
    }
    String given = Repeatability.name(call);
    String name = given == null ? names.get() : given;
    call.engine()
        .command(
            request ->
                new Command.UpdateConversation(
                    request,
                    user,
                    call.pathID("id"),
                    authority,
                    name,
                    given != null,
                    groupName,
                    metadata));
  }
}
