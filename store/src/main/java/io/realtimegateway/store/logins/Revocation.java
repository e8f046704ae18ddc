package io.realtimegateway.store.logins;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The revocation of one login, or of all logins of a user that were issued before a time.
///
/// @param loginID null for all
/// @param keptUntil time at which all of them have expired
public record Revocation(
    long userID, @Nullable String loginID, Instant issuedBefore, Instant keptUntil) {

  static Revocation read(Row row) throws SQLException {
    return new Revocation(
        row.number("user_id"),
        row.textOrNull("login_id"),
        row.time("issued_before"),
        row.time("kept_until"));
  }
}
