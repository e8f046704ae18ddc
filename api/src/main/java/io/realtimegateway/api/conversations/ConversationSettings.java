package io.realtimegateway.api.conversations;

/// Bounds of conversations.
///
/// @param maxMembers of a conversation, 2 to 100,000
public record ConversationSettings(int maxMembers) {
  public ConversationSettings {
    if (maxMembers < 2 || maxMembers > 100_000) {
      throw new IllegalArgumentException("conversation.max-members must be 2 to 100000");
    }
  }

  /// 10,000 members.
  public static ConversationSettings defaults() {
    return new ConversationSettings(10_000);
  }
}
