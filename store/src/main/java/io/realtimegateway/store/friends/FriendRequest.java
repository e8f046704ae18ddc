package io.realtimegateway.store.friends;

import io.realtimegateway.store.Row;
import io.realtimegateway.store.users.User;
import java.sql.SQLException;
import java.time.Instant;

/// A request for friendship, and the friendship that it became.
///
/// @param author who sent the request
/// @param target who received the request
/// @param isAccepted false while it is pending
public record FriendRequest(User author, User target, boolean isAccepted, Instant createdAt) {

  static FriendRequest read(Row row) throws SQLException {
    return new FriendRequest(
        User.read(row, "author_"),
        User.read(row, "target_"),
        row.text("status").equals("accepted"),
        row.time("created_at"));
  }
}
