package io.realtimegateway.api.conversations;

import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.model.Range;
import java.time.Duration;

/// Bounds of conversations, and what users may do with them.
///
/// @param maxMembers of a conversation, 2..50000
/// @param perCreator conversations that a user begins
/// @param memberships conversations that a user may be in before users may bring it into more,
///   1..1000000
public record ConversationSettings(
    int maxMembers, ConversationRules rules, Rate perCreator, int memberships) {

  public ConversationSettings {
    Range.require("conversation.max-members", maxMembers, 2, 50_000);
    Range.require("limits.memberships", memberships, 1, 1_000_000);
  }

  /// Settings with the usual limits of users.
  public ConversationSettings(int maxMembers, ConversationRules rules) {
    this(maxMembers, rules, new Rate(1000, Duration.ofHours(1), 1000), 10_000);
  }

  /// 10,000 members; users may begin conversations with everyone.
  public static ConversationSettings defaults() {
    return new ConversationSettings(10_000, ConversationRules.defaults());
  }
}
