package io.realtimegateway.api.conversations;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.ExternalUsers;
import io.realtimegateway.api.users.SystemUser;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.ConversationType;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.conversations.NewConversation;
import io.realtimegateway.store.conversations.Participant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/server/conversations`, one of them, and its participants: any conversation, in the name of the
/// application, which is no member.
public final class ApplicationConversationResource {
  private static final String PATH = "/server/conversations";
  private static final String PARTICIPANTS = "participantExternalIds";
  private static final int PARTICIPANTS_IN_ONE = 200;

  private final ConversationRepository conversations;
  private final ConversationViews views;
  private final ExternalUsers users;
  private final SystemUser system;
  private final CommandDigest digest;
  private final InstantSource clock;
  private final Supplier<String> names;
  private final ConversationUpdates updates;

  /// @param digest compares a repeated creation with the first
  /// @param names makes command names
  public ApplicationConversationResource(
      ConversationRepository conversations,
      ConversationViews views,
      ExternalUsers users,
      SystemUser system,
      CommandDigest digest,
      InstantSource clock,
      Supplier<String> names) {
    this.conversations = conversations;
    this.views = views;
    this.users = users;
    this.system = system;
    this.digest = digest;
    this.clock = clock;
    this.names = names;
    this.updates = new ConversationUpdates(names);
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "createApplicationConversation", new Guarded(this::create, Access.APPLICATION),
        "getApplicationConversation", new Guarded(this::get, Access.APPLICATION),
        "updateApplicationConversation", new Guarded(this::update, Access.APPLICATION),
        "listApplicationParticipants", new Guarded(this::participants, Access.APPLICATION),
        "addApplicationParticipants", new Guarded(this::add, Access.APPLICATION),
        "removeApplicationParticipant", new Guarded(this::remove, Access.APPLICATION));
  }

  private Reply create(Call call) {
    String type = call.bodyText("conversationType");
    String groupName = call.body().getString("groupName");
    List<String> externalIDs = call.bodyTexts(PARTICIPANTS);
    check(type, groupName, externalIDs);
    List<Long> members = users.ids(externalIDs, PARTICIPANTS);
    String metadata = NewConversations.metadata(call);
    NewConversation wanted =
        new NewConversation(
            type,
            system.id(),
            members.getFirst(),
            groupName,
            metadata,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            members,
            repeatability(call, NewConversations.asked(type, members, metadata), groupName));
    return CreationReply.of(call, conversations.create(wanted), system.id(), PATH, PARTICIPANTS);
  }

  private static void check(String type, @Nullable String groupName, List<String> participants) {
    boolean isPrivate = type.equals(ConversationType.PRIVATE_CHAT);
    if (isPrivate && participants.size() != 2) {
      throw Refusal.badArgument(PARTICIPANTS, "A private-chat has exactly two participants.");
    }
    if (isPrivate && groupName != null) {
      throw Refusal.badArgument("groupName", "A private-chat has no groupName.");
    }
    if (!isPrivate && groupName == null) {
      throw Refusal.badArgument("groupName", "A group-chat needs a groupName.");
    }
  }

  private Optional<NewConversation.Repeatability> repeatability(
      Call call, String asked, @Nullable String groupName) {
    String name = Repeatability.name(call);
    if (name == null) {
      return Optional.empty();
    }
    CommandDigest.Digest same = digest.of(asked, groupName);
    return Optional.of(new NewConversation.Repeatability(name, same.high(), same.low()));
  }

  private Reply get(Call call) {
    long id = call.pathID("id");
    Answer.BarrierPassed barrier = call.engine().barrier(system.id(), id);
    ArchivedConversation conversation = existing(id);
    List<Participant> participants =
        views.participants(system.id(), id, Participant.Place.START, PARTICIPANTS_IN_ONE);
    return Reply.ok(
        json ->
            ConversationBody.writeForApplication(
                json, conversation, participants, barrier.epoch()));
  }

  /// The answer is read from the database, so nothing is changed while that is away.
  private Reply update(Call call) {
    existing(call.pathID("id"));
    updates.update(call, system.id(), Authority.APPLICATION);
    return Repeatability.accepted(get(call), Repeatability.name(call));
  }

  private Reply participants(Call call) {
    long id = call.pathID("id");
    call.engine().barrier(system.id(), id);
    ArchivedConversation conversation = existing(id);
    Page<Participant> page =
        Page.of(
            call,
            limit -> views.participants(system.id(), id, ParticipantResource.after(call), limit));
    Set<Long> online =
        call.engine()
            .online(
                system.id(),
                page.items().stream().map(participant -> participant.user().id()).toList());
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, participant) ->
                ConversationBody.writeLiveForApplication(
                    json,
                    participant,
                    conversation.ownerID(),
                    online.contains(participant.user().id())),
            page.nextLink(
                call,
                PATH + "/" + id + "/participants",
                last -> Map.of("$skiptoken", ParticipantResource.token(last.place())))));
  }

  private Reply add(Call call) {
    List<Long> added = users.ids(call.bodyTexts(PARTICIPANTS), PARTICIPANTS);
    String name = names.get();
    call.engine()
        .command(
            request ->
                new Command.AddMembers(
                    request, system.id(), call.pathID("id"), Authority.APPLICATION, name, added));
    return participants(call);
  }

  private Reply remove(Call call) {
    long removed = users.one(call.pathText("externalId")).id();
    long id = call.pathID("id");
    requireGroup(id);
    String name = names.get();
    call.engine()
        .command(
            request ->
                new Command.RemoveMember(
                    request, system.id(), id, Authority.APPLICATION, name, removed));
    return Reply.noContent();
  }

  /// The engine lets the application remove any member from any conversation, because users are
  /// erased that way.
  private void requireGroup(long id) {
    if (existing(id).type().equals(ConversationType.PRIVATE_CHAT)) {
      throw Refusal.of(
          ErrorCode.BAD_REQUEST, "Members cannot leave or be removed from a private-chat.");
    }
  }

  private ArchivedConversation existing(long id) {
    return conversations.find(id).orElseThrow(() -> Refusal.notFound("conversation"));
  }
}
