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
final class NewConversations {
  private final ConversationSettings settings;
  private final CommandDigest digest;
  private final InstantSource clock;

  NewConversations(ConversationSettings settings, CommandDigest digest, InstantSource clock) {
    this.settings = settings;
    this.digest = digest;
    this.clock = clock;
  }

  /// What the caller wants, as far as it can be known without the database.
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
    List<Long> members = new ArrayList<>(List.of(creator));
    members.addAll(others);
    return new NewConversation(
        type,
        creator,
        creator,
        groupName,
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        members,
        repeatability(call, type, groupName, others));
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
      Call call, String type, @Nullable String groupName, List<Long> others) {
    String name = Repeatability.name(call);
    if (name == null) {
      return Optional.empty();
    }
    CommandDigest.Digest same = digest.of(type + others.stream().sorted().toList(), groupName);
    return Optional.of(new NewConversation.Repeatability(name, same.high(), same.low()));
  }
}
