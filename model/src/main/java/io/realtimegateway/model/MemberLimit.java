package io.realtimegateway.model;

/// Conversations.
///
/// @param maxMembers 2..50000
public record MemberLimit(int maxMembers) implements Settings {

  public MemberLimit {
    Range.require("conversation.max-members", maxMembers, 2, 50_000);
  }

  public static MemberLimit defaults() {
    return new MemberLimit(10_000);
  }
}
