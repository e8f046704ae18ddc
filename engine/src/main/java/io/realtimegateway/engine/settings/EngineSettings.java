package io.realtimegateway.engine.settings;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How the engine works.
///
/// @param maxMembers most members of a conversation, 2..50,000
/// @param sessionsPerUser live sessions of one user, 1..1,000; the oldest is closed
/// @param keepSessions how long the sessions of a gateway whose link was lost count as there, 1
///   s..5 min
/// @param registrationWindow how long after a start users from before count as online, 1 s..5 min
/// @param idleConversation how long an unused conversation stays in memory, 60 s..1 day
/// @param maxConversations conversations in memory per event loop, 1..10,000,000
/// @param maxWaiting commands of one user that wait for a look-up in one conversation, 1..10,000
/// @param blockingThreads platform threads for reads of the local store, 1..64
/// @param announceInterval how often conversations are looked for whose announcement was lost, 1
///   s..1 h
/// @param revocationInterval how often revocations are read from PostgreSQL, 100 ms..1 min
public record EngineSettings(
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
  public EngineSettings {
    Range.require("conversation.max-members", maxMembers, 2, 50_000);
    Range.require("sessions.per-user", sessionsPerUser, 1, 1000);
    Range.require(
        "engine.keep-sessions", keepSessions, Duration.ofSeconds(1), Duration.ofMinutes(5));
    Range.require(
        "engine.registration-window",
        registrationWindow,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5));
    Range.require(
        "engine.idle-conversation", idleConversation, Duration.ofSeconds(60), Duration.ofDays(1));
    Range.require("engine.max-conversations", maxConversations, 1, 10_000_000);
    Range.require("engine.max-waiting", maxWaiting, 1, 10_000);
    Range.require("engine.blocking-threads", blockingThreads, 1, 64);
    Range.require(
        "engine.announce-interval", announceInterval, Duration.ofSeconds(1), Duration.ofHours(1));
    Range.require(
        "engine.revocation-interval",
        revocationInterval,
        Duration.ofMillis(100),
        Duration.ofMinutes(1));
  }

  public static EngineSettings defaults() {
    return new EngineSettings(
        10_000,
        20,
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofMinutes(10),
        200_000,
        256,
        4,
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        PresenceSettings.defaults());
  }
}
