package io.realtimegateway.api.conversations;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.ConversationView;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.conversations.Creation;
import io.realtimegateway.store.users.UserRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/conversations/private-chats/{userId}`: the private-chat with a user, begun if there is none.
public final class PrivateChatResource {
  private final ConversationRepository conversations;
  private final ConversationViews views;
  private final UserRepository users;
  private final NewConversations requests;
  private final ConversationBody body;

  public PrivateChatResource(
      ConversationRepository conversations,
      ConversationViews views,
      UserRepository users,
      NewConversations requests,
      DirectorySettings directory) {
    this.conversations = conversations;
    this.views = views;
    this.users = users;
    this.requests = requests;
    this.body = new ConversationBody(directory);
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of("putPrivateChat", new Guarded(this::put, Access.LOGIN));
  }

  /// Finding one is judged by no policy.
  private Reply put(Call call) {
    long otherID = call.pathID("userId");
    if (otherID == call.userID()) {
      throw Refusal.badArgument("userId", "There is no private-chat with oneself.")
          .inner("oneself");
    }
    if (!users.unknown(List.of(otherID)).isEmpty()) {
      throw Refusal.notFound("user");
    }
    Optional<Long> known = conversations.privateChat(call.userID(), otherID);
    return known.isPresent() ? found(call, known.get()) : begin(call, otherID);
  }

  private Reply begin(Call call, long otherID) {
    return switch (conversations.create(requests.privateChat(call, otherID))) {
      case Creation.Created created -> {
        long id = created.conversation().id();
        CreationReply.announced(created.conversation(), call, call.userID());
        yield Reply.created(call.url().resource("/conversations/" + id), seen(call, id));
      }
      case Creation.PairTaken taken -> found(call, taken.conversationID());
      case Creation.UnknownUsers _ -> throw Refusal.notFound("user");
      case Creation.Repeated _, Creation.NameTaken _ ->
          throw new IllegalStateException("the request has no name");
    };
  }

  private Reply found(Call call, long id) {
    return Reply.ok(seen(call, id));
  }

  private JsonBody seen(Call call, long id) {
    Answer.BarrierPassed barrier = call.engine().barrier(call.userID(), id);
    ConversationView view =
        views
            .one(call.userID(), id, ConversationResource.PARTICIPANTS_IN_ONE)
            .orElseThrow(() -> Refusal.notFound("conversation"));
    return json -> body.write(json, view, call.userID(), barrier.epoch());
  }
}
