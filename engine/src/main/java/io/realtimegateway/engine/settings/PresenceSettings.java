package io.realtimegateway.engine.settings;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// Presence notifications.
///
/// @param scope who is notified
/// @param maxMembers members of larger conversations are not peers, 2..10000
/// @param grace after the last session before a user counts as offline, 0s..5m
public record PresenceSettings(Scope scope, int maxMembers, Duration grace) implements Settings {
  /// Time for which changes are gathered for one query.
  public static final Duration GATHER = Duration.ofMillis(50);

  /// Who is notified of a user.
  public enum Scope {
    /// Online users who share a conversation of at most `maxMembers`.
    PEERS,
    /// All online users, for small installations.
    EVERYONE
  }

  public PresenceSettings {
    Range.require("presence.max-members", maxMembers, 2, 10_000);
    Range.require("presence.grace", grace, Duration.ZERO, Duration.ofMinutes(5));
  }

  public static PresenceSettings defaults() {
    return new PresenceSettings(Scope.PEERS, 200, Duration.ofSeconds(2));
  }
}
