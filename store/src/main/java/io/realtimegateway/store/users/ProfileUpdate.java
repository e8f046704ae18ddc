package io.realtimegateway.store.users;

import io.realtimegateway.store.Row;
import java.sql.SQLException;

/// A user whose profile was written.
///
/// @param isChanged whether name or picture changed
public record ProfileUpdate(User user, boolean isChanged) {
  /// Whether a statement's row has the same name and picture that the user had before the
  /// statement.
  static final String IS_SAME =
      """
      EXISTS (
        SELECT FROM users AS former
        WHERE former.id = users.id
          AND (former.display_name, former.display_image)
            IS NOT DISTINCT FROM (users.display_name, users.display_image)) AS is_same
      """;

  static ProfileUpdate read(Row row) throws SQLException {
    return new ProfileUpdate(User.read(row), !row.truth("is_same"));
  }
}
