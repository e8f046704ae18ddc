package io.realtimegateway.engine.settings;

import java.time.Duration;

/// What the engine takes from several groups of the configuration, and figures that are fixed.
///
/// @param maxMembers most members of a conversation
/// @param sessionsPerUser live sessions of one user; the oldest is closed
/// @param keepSessions how long the sessions of a gateway still count after its link was lost
/// @param registrationWindow how long after a start users of the previous run count as online
/// @param idleConversation how long an unused conversation stays in memory
/// @param maxConversations conversations in memory per event loop
/// @param maxWaiting commands of one user that wait for a lookup in one conversation
/// @param blockingThreads platform threads for reads of the local store
/// @param announceInterval how often the engine looks for conversations whose announcement was lost
/// @param revocationInterval how often revocations are read from PostgreSQL
public record EngineOptions(
    int maxMembers,
    int sessionsPerUser,
    Duration keepSessions,
    Duration registrationWindow,
    Duration idleConversation,
    int maxConversations,
    int maxWaiting,
    int blockingThreads,
    Duration announceInterval,
    Duration revocationInterval,
    PresenceSettings presence) {
  /// A gateway tries again after 2 s at most.
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(15);

  /// Derives the options of an engine from the configuration.
  ///
  /// @param linkTimeout silence after which a link is closed
  public static EngineOptions of(
      EngineSettings settings,
      PresenceSettings presence,
      int maxMembers,
      int sessionsPerUser,
      Duration linkTimeout) {
    return new EngineOptions(
        maxMembers,
        sessionsPerUser,
        longer(linkTimeout, SHORTEST_ABSENCE),
        longer(linkTimeout, SHORTEST_WINDOW),
        Duration.ofMinutes(10),
        settings.conversationsInMemory(),
        256,
        4,
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        presence);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
