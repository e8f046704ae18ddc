package io.realtimegateway.api.conversations;

import io.realtimegateway.api.edge.TokenBuckets;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.friends.FriendRepository;
import io.realtimegateway.store.users.UserRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// What the configuration lets users do with conversations. The application may do everything.
public final class Policies {
  private final ConversationSettings settings;
  private final FriendRepository friends;
  private final UserRepository users;
  private final ConversationViews views;
  private final TokenBuckets creators;

  /// @param nanoClock as [System#nanoTime]
  public Policies(
      ConversationSettings settings,
      FriendRepository friends,
      UserRepository users,
      ConversationViews views,
      LongSupplier nanoClock) {
    this.settings = settings;
    this.friends = friends;
    this.users = users;
    this.views = views;
    this.creators = new TokenBuckets(settings.perCreator(), nanoClock);
  }

  /// Whether a user may begin a conversation with others.
  ///
  /// @throws Refusal `ForbiddenRequest`, or `RateLimit` if it has begun too many
  void requireCreation(long creatorID, List<Long> others) {
    switch (settings.rules().create()) {
      case EVERYONE -> {
        requireAdding(creatorID, others);
        if (!views.withMemberships(List.of(creatorID), settings.memberships()).isEmpty()) {
          throw forbidden(
              String.format(
                  Locale.ROOT,
                  "You take part in %d conversations, and users may take part in no more. Leave one"
                      + " first.",
                  settings.memberships()),
              "limits.memberships");
        }
        creators.take(
            creatorID,
            "You have begun too many conversations. Wait, or have limits.conversations raised.");
      }
      case APPLICATION ->
          throw forbidden(
              "On this server the application alone begins conversations.", "conversations.create");
    }
  }

  /// Whether a user may add others, who are no members yet. Users who do not exist are not judged:
  /// they are refused as such.
  ///
  /// @throws Refusal `ForbiddenRequest`
  void requireAdding(long userID, List<Long> added) {
    if (added.isEmpty()) {
      return;
    }
    List<Long> full = views.withMemberships(added, settings.memberships());
    if (!full.isEmpty()) {
      throw forbidden(
          String.format(
              Locale.ROOT,
              "User %d takes part in %d conversations, and users may take part in no more. It has"
                  + " to leave one first.",
              full.getFirst(),
              settings.memberships()),
          "limits.memberships");
    }
    switch (settings.rules().addMembers()) {
      case EVERYONE -> {}
      case FRIENDS -> requireFriends(userID, added);
      case APPLICATION ->
          throw forbidden(
              "On this server the application alone adds participants.",
              "conversations.add-members");
    }
  }

  private void requireFriends(long userID, List<Long> added) {
    List<Long> strangers = new ArrayList<>(added);
    strangers.removeAll(friends.among(userID, added));
    if (!strangers.isEmpty() && users.unknown(strangers).isEmpty()) {
      throw forbidden(
          "On this server one adds only friends; " + strangers.getFirst() + " is none.",
          "conversations.add-members");
    }
  }

  private static Refusal forbidden(String message, String key) {
    return Refusal.of(ErrorCode.FORBIDDEN, message).inner(key);
  }
}
