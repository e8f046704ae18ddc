package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// Who is told who is online.
///
/// @param maxMembers conversations with more members make no peers, 2..10000
/// @param grace after the last session before a user counts as offline, 0s..5m
public record Presence(Scope scope, int maxMembers, Duration grace) implements Group {

  /// To whom presence is pushed.
  public enum Scope {
    /// Those who share a conversation.
    PEERS,
    /// All users who are online.
    EVERYONE
  }

  public Presence {
    Range.require("presence.max-members", maxMembers, 2, 10_000);
    Range.require("presence.grace", grace, Duration.ZERO, Duration.ofMinutes(5));
  }

  public static Presence defaults() {
    return new Presence(Scope.PEERS, 200, Duration.ofSeconds(2));
  }
}
