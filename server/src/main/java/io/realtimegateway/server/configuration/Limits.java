package io.realtimegateway.server.configuration;

/// What one user, session or address may do.
///
/// @param sessionsPerUser beyond it the oldest session is closed, 1..1000
/// @param commands per session; beyond it reading pauses
/// @param upgrades to WebSocket, per address
/// @param signIns per address
/// @param requests to the API, per user
/// @param body of a request, 1KiB..16MiB
/// @param url first line of a request, 1KiB..64KiB
/// @param headers of a request together, 1KiB..64KiB
public record Limits(
    int sessionsPerUser,
    RateLimit commands,
    RateLimit upgrades,
    RateLimit signIns,
    RateLimit requests,
    ByteSize body,
    ByteSize url,
    ByteSize headers)
    implements Group {

  public Limits {
    Require.within("limits.sessions-per-user", sessionsPerUser, 1, 1000);
    Require.within("limits.body", body, ByteSize.ofKibibytes(1), ByteSize.ofMebibytes(16));
    Require.within("limits.url", url, ByteSize.ofKibibytes(1), ByteSize.ofKibibytes(64));
    Require.within("limits.headers", headers, ByteSize.ofKibibytes(1), ByteSize.ofKibibytes(64));
  }

  public static Limits defaults() {
    return new Limits(
        20,
        RateLimit.perSecond(20, 40),
        RateLimit.perSecond(20, 100),
        RateLimit.perMinute(30, 30),
        RateLimit.perSecond(50, 100),
        ByteSize.ofKibibytes(64),
        ByteSize.ofKibibytes(8),
        ByteSize.ofKibibytes(16));
  }
}
