package io.realtimegateway.api.conversations;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.conversations.Participant;
import io.realtimegateway.store.users.UserRepository;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// `/conversations/{id}/participants`.
public final class ParticipantResource {
  private final ConversationRepository conversations;
  private final ConversationViews views;
  private final UserRepository users;
  private final Policies policies;
  private final ConversationBody body;
  private final Supplier<String> names;

  /// @param names makes command names
  public ParticipantResource(
      ConversationRepository conversations,
      ConversationViews views,
      UserRepository users,
      Policies policies,
      DirectorySettings directory,
      Supplier<String> names) {
    this.conversations = conversations;
    this.views = views;
    this.users = users;
    this.policies = policies;
    this.body = new ConversationBody(directory);
    this.names = names;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "listParticipants", new Guarded(this::list, Access.LOGIN),
        "addParticipants", new Guarded(this::add, Access.LOGIN),
        "removeParticipant", new Guarded(this::remove, Access.LOGIN));
  }

  private Reply list(Call call) {
    ArchivedConversation conversation = visible(call);
    Page<Participant> page =
        Page.of(
            call,
            limit -> views.participants(call.userID(), conversation.id(), after(call), limit));
    Set<Long> online =
        call.engine()
            .online(
                call.userID(),
                page.items().stream().map(participant -> participant.user().id()).toList());
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, participant) ->
                body.writeLive(
                    json,
                    participant,
                    call.userID(),
                    conversation.ownerID(),
                    online.contains(participant.user().id())),
            page.nextLink(
                call,
                "/conversations/" + conversation.id() + "/participants",
                last -> Map.of("$skiptoken", token(last.place())))));
  }

  private Reply add(Call call) {
    ArchivedConversation conversation = visible(call);
    List<Long> added = call.bodyIDs("participantIDs");
    List<Long> unknown = users.unknown(added);
    if (!unknown.isEmpty()) {
      throw NewConversations.wrongParticipants("There is no user " + unknown.getFirst() + ".");
    }
    policies.requireAdding(call.userID(), views.strangers(conversation.id(), added));
    String name = names.get();
    call.engine()
        .command(
            request ->
                new Command.AddMembers(
                    request, call.userID(), conversation.id(), Authority.USER, name, added));
    return list(call);
  }

  private Reply remove(Call call) {
    String name = names.get();
    call.engine()
        .command(
            request ->
                new Command.RemoveMember(
                    request,
                    call.userID(),
                    call.pathID("id"),
                    Authority.USER,
                    name,
                    call.pathID("userId")));
    return Reply.noContent();
  }

  /// The conversation as it is after everything accepted before; who is no member learns nothing.
  private ArchivedConversation visible(Call call) {
    long id = call.pathID("id");
    call.engine().barrier(call.userID(), id);
    if (!views.isMember(id, call.userID())) {
      throw Refusal.notFound("conversation");
    }
    return conversations.find(id).orElseThrow(() -> Refusal.notFound("conversation"));
  }

  static String token(Participant.Place last) {
    return last.changeSeq() + "." + last.ordinal();
  }

  static Participant.Place after(Call call) {
    String token = call.queryText("$skiptoken");
    if (token == null) {
      return Participant.Place.START;
    }
    String[] parts = token.split("\\.", -1);
    return new Participant.Place(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
  }
}
