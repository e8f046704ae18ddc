package io.realtimegateway.api.conversations;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.friends.FriendRepository;
import io.realtimegateway.store.users.UserRepository;
import java.util.ArrayList;
import java.util.List;

/// What the configuration lets users do with conversations. The application may do everything.
public final class Policies {
  private final ConversationSettings settings;
  private final FriendRepository friends;
  private final UserRepository users;

  public Policies(ConversationSettings settings, FriendRepository friends, UserRepository users) {
    this.settings = settings;
    this.friends = friends;
    this.users = users;
  }

  /// Whether a user may begin a conversation with others.
  ///
  /// @throws Refusal `ForbiddenRequest`
  void requireCreation(long creatorID, List<Long> others) {
    switch (settings.create()) {
      case EVERYONE -> requireAdding(creatorID, others);
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
    switch (settings.addMembers()) {
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
