package io.realtimegateway.engine.settings;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How presence is told.
///
/// @param scope who hears it
/// @param maxMembers conversations with more members make no peers, 0..10,000
/// @param grace how long a user without sessions still counts as online, 0..5 min
/// @param gather how long changes are gathered for one query, 1 ms..5 s
public record PresenceSettings(Scope scope, int maxMembers, Duration grace, Duration gather) {
  /// Who hears of a user.
  public enum Scope {
    /// Online users who share a conversation of at most `maxMembers`.
    PEERS,
    /// All online users, for small installations.
    EVERYONE
  }

  public PresenceSettings {
    Range.require("presence.max-members", maxMembers, 0, 10_000);
    Range.require("presence.grace", grace, Duration.ZERO, Duration.ofMinutes(5));
    Range.require("presence.gather", gather, Duration.ofMillis(1), Duration.ofSeconds(5));
  }

  public static PresenceSettings defaults() {
    return new PresenceSettings(Scope.PEERS, 200, Duration.ofSeconds(2), Duration.ofMillis(50));
  }
}
