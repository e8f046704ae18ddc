package io.realtimegateway.api.conversations;

import io.realtimegateway.model.Settings;

/// What users may do with conversations. The application may do everything.
///
/// @param create who begins conversations
/// @param addMembers whom users bring into conversations, also into those that they begin
public record ConversationRules(Create create, AddMembers addMembers) implements Settings {

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
    /// No user: only the application adds members.
    APPLICATION
  }

  public static ConversationRules defaults() {
    return new ConversationRules(Create.EVERYONE, AddMembers.EVERYONE);
  }
}
