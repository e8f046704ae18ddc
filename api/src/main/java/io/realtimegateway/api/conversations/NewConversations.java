package io.realtimegateway.api.conversations;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.store.conversations.ConversationType;
import io.realtimegateway.store.conversations.NewConversation;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the request for a new conversation.
public final class NewConversations {
  private final ConversationSettings settings;
  private final Policies policies;
  private final CommandDigest digest;
  private final InstantSource clock;

  /// @param digest compares a repeated creation with the first
  public NewConversations(
      ConversationSettings settings, Policies policies, CommandDigest digest, InstantSource clock) {
    this.settings = settings;
    this.policies = policies;
    this.digest = digest;
    this.clock = clock;
  }

  /// What the caller wants, if it may.
  NewConversation read(Call call) {
    long creator = call.userID();
    String type = call.bodyText("conversationType");
    String groupName = call.body().getString("groupName");
    List<Long> others = call.bodyIDs("participantIDs");
    if (others.contains(creator)) {
      throw wrongParticipants("The creator takes part anyway and is not listed.");
    }
    if (type.equals(ConversationType.PRIVATE_CHAT)) {
      checkPrivate(others, groupName);
    } else {
      checkGroup(others, groupName);
    }
    policies.requireCreation(creator, others);
    List<Long> members = new ArrayList<>(List.of(creator));
    members.addAll(others);
    String metadata = metadata(call);
    return new NewConversation(
        type,
        creator,
        creator,
        groupName,
        metadata,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        members,
        repeatability(call, asked(type, others.stream().sorted().toList(), metadata), groupName));
  }

  /// The private-chat of the caller with another user, if it may begin one.
  NewConversation privateChat(Call call, long otherID) {
    long creator = call.userID();
    policies.requireCreation(creator, List.of(otherID));
    return new NewConversation(
        ConversationType.PRIVATE_CHAT,
        creator,
        creator,
        null,
        null,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        List.of(creator, otherID),
        Optional.empty());
  }

  /// Metadata of a new conversation; an empty object is none.
  static @Nullable String metadata(Call call) {
    String given = call.requestBody().metadata();
    return given == null || given.equals("{}") ? null : given;
  }

  /// What makes two requests for a conversation the same, beside the name of the group.
  static String asked(String type, List<Long> members, @Nullable String metadata) {
    return metadata == null ? type + members : type + members + metadata;
  }

  private static void checkPrivate(List<Long> others, @Nullable String groupName) {
    if (others.size() != 1) {
      throw wrongParticipants("A private-chat has exactly one other participant.");
    }
    if (groupName != null) {
      throw Refusal.badArgument("groupName", "A private-chat has no groupName.");
    }
  }

  private void checkGroup(List<Long> others, @Nullable String groupName) {
    if (groupName == null) {
      throw Refusal.badArgument("groupName", "A group-chat needs a groupName.");
    }
    if (others.size() + 1 > settings.maxMembers()) {
      throw wrongParticipants(
          "A conversation has at most " + settings.maxMembers() + " participants.");
    }
  }

  static Refusal wrongParticipants(String message) {
    return Refusal.badArgument("participantIDs", message);
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
}
