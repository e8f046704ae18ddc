package io.realtimegateway.edge.rate;

import io.realtimegateway.model.ByteSize;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;
import java.util.Optional;

/// What one user, session or address may do.
///
/// @param sessionsPerUser beyond it the oldest session is closed, 1..1000
/// @param commands per session; beyond it they wait
/// @param commandsPerUser of all sessions of a user in this process; five times `commands` by
///   default
/// @param frames fragments and pings, per session; beyond it reading pauses
/// @param upgrades to WebSocket, per address
/// @param signIns per address
/// @param requests to the API, per user
/// @param lists list requests of a user that are under way, 1..1000
/// @param conversations that a user begins
/// @param memberships conversations of a user; other users cannot add the user to more, 1..1000000
/// @param body of a request, 1KiB..16MiB
/// @param url first line of a request, 1KiB..64KiB
/// @param headers of a request together, 1KiB..64KiB
/// @param connections to the HTTP port, 1..1000000; by default derived from the limit of open files
/// @param connectionsPerAddress of one address (one /64 of IPv6), 1..1000000; by default a quarter
///   of `connections`
public record LimitSettings(
    int sessionsPerUser,
    Rate commands,
    Optional<Rate> commandsPerUser,
    Rate frames,
    Rate upgrades,
    Rate signIns,
    Rate requests,
    int lists,
    Rate conversations,
    int memberships,
    ByteSize body,
    ByteSize url,
    ByteSize headers,
    Optional<Integer> connections,
    Optional<Integer> connectionsPerAddress)
    implements Settings {

  /// How many sessions of a user may use their full rate at once.
  private static final int SESSIONS_AT_FULL_RATE = 5;

  /// Upper bound of `connections`.
  public static final int MOST_CONNECTIONS = 1_000_000;

  public LimitSettings {
    connections.ifPresent(count -> Range.require("limits.connections", count, 1, MOST_CONNECTIONS));
    connectionsPerAddress.ifPresent(
        count -> Range.require("limits.connections-per-address", count, 1, MOST_CONNECTIONS));
    Range.require("limits.sessions-per-user", sessionsPerUser, 1, 1000);
    Range.require("limits.lists", lists, 1, 1000);
    Range.require("limits.memberships", memberships, 1, 1_000_000);
    Range.require("limits.body", body, ByteSize.ofKibibytes(1), ByteSize.ofMebibytes(16));
    Range.require("limits.url", url, ByteSize.ofKibibytes(1), ByteSize.ofKibibytes(64));
    Range.require("limits.headers", headers, ByteSize.ofKibibytes(1), ByteSize.ofKibibytes(64));
  }

  /// What all sessions of a user in this process may send together.
  public Rate commandsOfUser() {
    return commandsPerUser.orElseGet(() -> commands.times(SESSIONS_AT_FULL_RATE));
  }

  public static LimitSettings defaults() {
    return new LimitSettings(
        20,
        Rate.perSecond(20, 40),
        Optional.empty(),
        Rate.perSecond(1000, 10_000),
        Rate.perSecond(20, 100),
        Rate.perMinute(30, 30),
        Rate.perSecond(50, 100),
        5,
        new Rate(1000, Duration.ofHours(1), 1000),
        10_000,
        ByteSize.ofKibibytes(64),
        ByteSize.ofKibibytes(8),
        ByteSize.ofKibibytes(16),
        Optional.empty(),
        Optional.empty());
  }
}
