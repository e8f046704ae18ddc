package io.realtimegateway.store.logins;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A sign-in.
///
/// @param id the token's `jti`
/// @param userAgent as the browser sent it, empty for none
/// @param revokedAt null while it is not revoked
public record StoredLogin(
    String id,
    long userID,
    Instant createdAt,
    Instant expiresAt,
    String userAgent,
    @Nullable Instant revokedAt) {

  /// Creates a new login.
  public StoredLogin(
      String id, long userID, Instant createdAt, Instant expiresAt, String userAgent) {
    this(id, userID, createdAt, expiresAt, userAgent, null);
  }

  /// Whether its token is valid.
  public boolean isGoodAt(Instant now) {
    return revokedAt == null && now.isBefore(expiresAt);
  }

  static StoredLogin read(Row row) throws SQLException {
    return new StoredLogin(
        row.text("id"),
        row.number("user_id"),
        row.time("created_at"),
        row.time("expires_at"),
        row.text("user_agent"),
        row.timeOrNull("revoked_at"));
  }
}
