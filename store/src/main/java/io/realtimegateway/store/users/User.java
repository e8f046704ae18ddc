package io.realtimegateway.store.users;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An account.
///
/// @param displayName empty for a deleted one
/// @param email as it was given, null for none
/// @param displayImage URL of a picture
/// @param externalID subject in the application's own user base
/// @param isSystem whether it is the application's own author
public record User(
    long id,
    String displayName,
    @Nullable String email,
    @Nullable String displayImage,
    @Nullable String externalID,
    boolean isSystem,
    boolean isDeleted,
    Instant createdAt) {

  /// Reads the columns of `users`.
  public static User read(Row row) throws SQLException {
    return read(row, "");
  }

  /// Reads the columns of `users`, each under its name with a prefix.
  public static User read(Row row, String prefix) throws SQLException {
    return new User(
        row.number(prefix + "id"),
        row.text(prefix + "display_name"),
        row.textOrNull(prefix + "email"),
        row.textOrNull(prefix + "display_image"),
        row.textOrNull(prefix + "external_id"),
        row.truth(prefix + "is_system"),
        row.timeOrNull(prefix + "deleted_at") != null,
        row.time(prefix + "created_at"));
  }
}
