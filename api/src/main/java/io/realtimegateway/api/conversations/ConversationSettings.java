package io.realtimegateway.api.conversations;

import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.model.Range;
import java.time.Duration;

/// Bounds of conversations, and what users may do with them.
///
/// @param maxMembers of a conversation, 2 to 50,000
/// @param create who begins conversations
/// @param addMembers whom users bring into conversations, also into those that they begin
/// @param perCreator conversations that a user begins
/// @param memberships conversations that a user may be in before users may bring it into more, 1 to
///   1,000,000
public record ConversationSettings(
    int maxMembers, Create create, AddMembers addMembers, Rate perCreator, int memberships) {

  /// Who begins conversations.
  public enum Create {
    /// Users and the application.
    EVERYONE,
    /// The application alone.
    APPLICATION
  }

  /// Whom users bring into conversations.
  public enum AddMembers {
    /// All users.
    EVERYONE,
    /// Their friends.
    FRIENDS,
    /// Nobody: the application alone adds members.
    APPLICATION
  }

  public ConversationSettings {
    Range.require("conversation.max-members", maxMembers, 2, 50_000);
    Range.require("limits.memberships", memberships, 1, 1_000_000);
  }

  /// Settings with the usual limits of users.
  public ConversationSettings(int maxMembers, Create create, AddMembers addMembers) {
    this(maxMembers, create, addMembers, new Rate(1000, Duration.ofHours(1), 1000), 10_000);
  }

  /// 10,000 members; users may begin conversations with everyone.
  public static ConversationSettings defaults() {
    return new ConversationSettings(10_000, Create.EVERYONE, AddMembers.EVERYONE);
  }
}
