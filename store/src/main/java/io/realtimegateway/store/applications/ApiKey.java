package io.realtimegateway.store.applications;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key of the application's own backend.
///
/// @param revokedAt null while it is valid
public record ApiKey(long id, String name, Instant createdAt, @Nullable Instant revokedAt) {

  static ApiKey read(Row row) throws SQLException {
    return new ApiKey(
        row.number("id"), row.text("name"), row.time("created_at"), row.timeOrNull("revoked_at"));
  }
}
