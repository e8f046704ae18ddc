package io.realtimegateway.server.configuration;

/// Conversations.
///
/// @param maxMembers 2..100000
public record Conversation(int maxMembers) implements Group {

  public Conversation {
    Require.within("conversation.max-members", maxMembers, 2, 50_000);
  }

  public static Conversation defaults() {
    return new Conversation(10_000);
  }
}
