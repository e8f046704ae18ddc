package io.realtimegateway.api.conversations;

import io.realtimegateway.edge.rate.Rate;
import java.time.Duration;

/// Bounds of conversations, and what users may do with them.
///
/// @param maxMembers of a conversation
/// @param perCreator conversations that a user begins
/// @param memberships conversations that a user may be in before users may bring it into more
public record ConversationSettings(
    int maxMembers, ConversationRules rules, Rate perCreator, int memberships) {

  /// Settings with the usual limits of users.
  public ConversationSettings(int maxMembers, ConversationRules rules) {
    this(maxMembers, rules, new Rate(1000, Duration.ofHours(1), 1000), 10_000);
  }

  /// 10,000 members; users may begin conversations with everyone.
  public static ConversationSettings defaults() {
    return new ConversationSettings(10_000, ConversationRules.defaults());
  }
}
