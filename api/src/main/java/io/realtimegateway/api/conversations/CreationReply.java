package io.realtimegateway.api.conversations;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.Creation;

/// What is answered to who wants a new conversation.
final class CreationReply {
  private CreationReply() {}

  /// @param creatorID in whose name it is announced
  /// @param path where conversations stand
  /// @param participants the field that lists them
  static Reply of(Call call, Creation creation, long creatorID, String path, String participants) {
    ArchivedConversation conversation =
        switch (creation) {
          case Creation.Created created -> announced(created.conversation(), call, creatorID);
          case Creation.Repeated repeated -> repeated.conversation();
          case Creation.NameTaken _ ->
              throw Refusal.of(
                  ErrorCode.CONFLICT,
                  "This name was used for another conversation.",
                  "Repeatability-Request-ID");
          case Creation.PairTaken taken ->
              throw Refusal.badArgument(
                      participants, "There is a private-chat between the two already.")
                  .inner("duplicate")
                  .conversation(taken.conversationID());
          case Creation.UnknownUsers unknown ->
              throw Refusal.badArgument(
                  participants, "There is no user " + unknown.ids().getFirst() + ".");
        };
    Reply reply =
        Reply.created(
            call.url().resource(path + "/" + conversation.id()),
            json -> ConversationBody.writeCreated(json, conversation));
    return Repeatability.accepted(reply, Repeatability.name(call));
  }

  /// The engine finds unannounced conversations by itself, so a lost announcement does not matter.
  static ArchivedConversation announced(
      ArchivedConversation conversation, Call call, long creatorID) {
    call.engine().hint(request -> new Command.Announce(request, creatorID, conversation.id()));
    return conversation;
  }
}
