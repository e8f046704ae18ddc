package io.realtimegateway.api.conversations;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.store.archive.ShardPositions;
import io.realtimegateway.store.conversations.ActivityCursor;
import io.realtimegateway.store.conversations.ConversationHead;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.ConversationView;
import io.realtimegateway.store.conversations.ConversationViews;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `/conversations`, `/conversations/heads` and `/conversations/{id}`.
public final class ConversationResource {
  private static final int PARTICIPANTS_IN_LIST = 50;
  static final int PARTICIPANTS_IN_ONE = 200;
  private static final int MOST_HEADS = 1000;

  private final ConversationRepository conversations;
  private final ConversationViews views;
  private final ShardPositions positions;
  private final NewConversations requests;
  private final ConversationBody body;
  private final ConversationUpdates updates;

  /// @param names makes command names
  public ConversationResource(
      ConversationRepository conversations,
      ConversationViews views,
      ShardPositions positions,
      NewConversations requests,
      DirectorySettings directory,
      Supplier<String> names) {
    this.conversations = conversations;
    this.views = views;
    this.positions = positions;
    this.requests = requests;
    this.body = new ConversationBody(directory);
    this.updates = new ConversationUpdates(names);
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "createConversation", new Guarded(this::create, Access.LOGIN),
        "listConversationHeads", new Guarded(this::heads, Access.LOGIN),
        "listConversations", new Guarded(this::list, Access.LOGIN),
        "getConversation", new Guarded(this::get, Access.LOGIN),
        "updateConversation", new Guarded(this::update, Access.LOGIN));
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
    Map<Integer, Long> epochs = epochs();
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, view) ->
                body.write(json, view, call.userID(), epoch(epochs, view.conversation().id())),
            page.nextLink(
                call,
                "/conversations",
                last -> Map.of("$skiptoken", token(ActivityCursor.after(last.conversation()))))));
  }

  private Reply heads(Call call) {
    call.engine().barrierOnAll(call.userID());
    int top = Page.top(call, MOST_HEADS);
    Page<ConversationHead> page = Page.cut(views.heads(call.userID(), cursor(call), top + 1), top);
    Map<Integer, Long> epochs = epochs();
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, head) -> ConversationBody.writeHead(json, head, epoch(epochs, head.id())),
            page.nextLink(
                call,
                "/conversations/heads",
                last -> Map.of("$skiptoken", token(ActivityCursor.after(last))))));
  }

  /// The epoch of each shard.
  private Map<Integer, Long> epochs() {
    return positions.all().stream()
        .collect(Collectors.toMap(ShardPosition::shard, ShardPosition::epoch));
  }

  private static long epoch(Map<Integer, Long> epochs, long conversationID) {
    return epochs.getOrDefault(Shards.ofConversation(conversationID), 0L);
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

  /// The answer is read from the database, so nothing is changed while that is away.
  private Reply update(Call call) {
    long id = call.pathID("id");
    call.engine().barrier(call.userID(), id);
    if (!views.isMember(id, call.userID())) {
      throw Refusal.notFound("conversation");
    }
    updates.update(call, call.userID(), Authority.USER);
    return Repeatability.accepted(get(call), Repeatability.name(call));
  }

  private static String token(ActivityCursor last) {
    return last.lastActivityAt().toEpochMilli()
        + "."
        + last.newestMessageID()
        + "."
        + last.conversationID();
  }

  private static ActivityCursor cursor(Call call) {
    String token = call.queryText("$skiptoken");
    if (token == null) {
      return ActivityCursor.START;
    }
    String[] parts = token.split("\\.", -1);
    long millis =
        Math.min(Long.parseLong(parts[0]), ActivityCursor.START.lastActivityAt().toEpochMilli());
    return new ActivityCursor(
        Instant.ofEpochMilli(millis), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }
}
