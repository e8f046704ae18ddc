package io.realtimegateway.store.directory;

import io.realtimegateway.store.Row;
import io.realtimegateway.store.users.User;
import java.sql.SQLException;

/// A user as another one sees it.
///
/// @param isFriend whether the two are friends
public record DirectoryUser(User user, boolean isFriend) {
  static DirectoryUser read(Row row) throws SQLException {
    return new DirectoryUser(User.read(row), row.truth("is_friend"));
  }
}
