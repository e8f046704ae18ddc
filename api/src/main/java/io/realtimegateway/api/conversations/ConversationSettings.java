package io.realtimegateway.api.conversations;

/// Bounds of conversations, and what users may do with them.
///
/// @param maxMembers of a conversation, 2 to 100,000
/// @param create who begins conversations
/// @param addMembers whom users bring into conversations, also into those that they begin
public record ConversationSettings(int maxMembers, Create create, AddMembers addMembers) {

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
    if (maxMembers < 2 || maxMembers > 100_000) {
      throw new IllegalArgumentException("conversation.max-members must be 2 to 100000");
    }
  }

  /// 10,000 members; users may begin conversations with everyone.
  public static ConversationSettings defaults() {
    return new ConversationSettings(10_000, Create.EVERYONE, AddMembers.EVERYONE);
  }
}
