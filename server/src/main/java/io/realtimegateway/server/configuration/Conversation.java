package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;

/// Conversations.
///
/// @param maxMembers 2..50000
public record Conversation(int maxMembers) implements Settings {

  public Conversation {
    Range.require("conversation.max-members", maxMembers, 2, 50_000);
  }

  public static Conversation defaults() {
    return new Conversation(10_000);
  }
}
