package io.realtimegateway.api.conversations;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.protocol.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.store.archive.ShardPositions;
import io.realtimegateway.store.conversations.ActivityCursor;
import io.realtimegateway.store.conversations.Conversation;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.ConversationView;
import io.realtimegateway.store.conversations.ConversationViews;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/// `/conversations` and `/conversations/{id}`.
public final class ConversationResource {
  private static final int PARTICIPANTS_IN_LIST = 50;
  private static final int PARTICIPANTS_IN_ONE = 200;

  private final ConversationRepository conversations;
  private final ConversationViews views;
  private final ShardPositions positions;
  private final NewConversations requests;
  private final ConversationBody body;

  /// @param digest compares a repeated creation with the first
  public ConversationResource(
      ConversationRepository conversations,
      ConversationViews views,
      ShardPositions positions,
      ConversationSettings settings,
      DirectorySettings directory,
      CommandDigest digest,
      InstantSource clock) {
    this.conversations = conversations;
    this.views = views;
    this.positions = positions;
    this.requests = new NewConversations(settings, digest, clock);
    this.body = new ConversationBody(directory);
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "createConversation", new Guarded(this::create, Access.LOGIN),
        "listConversations", new Guarded(this::list, Access.LOGIN),
        "getConversation", new Guarded(this::get, Access.LOGIN));
  }

  private Reply create(Call call) {
    return CreationReply.of(
        call,
        conversations.create(requests.read(call)),
        call.userID(),
        "/conversations",
        "participantIDs");
  }

  private Reply list(Call call) {
    call.engine().barrierOnAll(call.userID());
    Page<ConversationView> page =
        Page.of(
            call, limit -> views.page(call.userID(), cursor(call), limit, PARTICIPANTS_IN_LIST));
    Map<Integer, Long> epochs =
        positions.all().stream()
            .collect(Collectors.toMap(ShardPosition::shard, ShardPosition::epoch));
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, view) ->
                body.write(
                    json, view, call.userID(), epochs.getOrDefault(shard(view.conversation()), 0L)),
            page.nextLink(
                call, "/conversations", last -> Map.of("$skiptoken", token(last.conversation())))));
  }

  private Reply get(Call call) {
    long id = call.pathID("id");
    Answer.BarrierPassed barrier = call.engine().barrier(call.userID(), id);
    ConversationView view =
        views
            .one(call.userID(), id, PARTICIPANTS_IN_ONE)
            .orElseThrow(() -> Refusal.notFound("conversation"));
    return Reply.ok(json -> body.write(json, view, call.userID(), barrier.epoch()));
  }

  private static int shard(Conversation conversation) {
    return Shards.ofConversation(conversation.id());
  }

  private static String token(Conversation last) {
    return last.lastActivityAt().toEpochMilli() + "." + last.id();
  }

  private static ActivityCursor cursor(Call call) {
    String token = call.queryText("$skiptoken");
    if (token == null) {
      return ActivityCursor.START;
    }
    String[] parts = token.split("\\.", -1);
    long millis =
        Math.min(Long.parseLong(parts[0]), ActivityCursor.START.lastActivityAt().toEpochMilli());
    return new ActivityCursor(Instant.ofEpochMilli(millis), Long.parseLong(parts[1]));
  }
}
