package io.realtimegateway.store.conversations;

import io.realtimegateway.store.Row;
import io.realtimegateway.store.users.User;
import java.sql.SQLException;
import java.time.Instant;

/// A member with its account.
///
/// @param isFriend whether it is a friend of the requesting user
/// @param place position among the members; the key of a page
public record Participant(
    long conversationID, User user, boolean isFriend, Instant joinedAt, Place place) {

  /// Position of a member, in the order of joining.
  ///
  /// @param changeSeq seq of the joining, 0 for the first members
  /// @param ordinal position among members with the same seq
  public record Place(long changeSeq, int ordinal) {
    /// Before all members.
    public static final Place START = new Place(-1, 0);
  }

  static Participant read(Row row) throws SQLException {
    return new Participant(
        row.number("conversation_id"),
        User.read(row),
        row.truth("is_friend"),
        row.time("joined_at"),
        new Place(row.number("change_seq"), row.count("ordinal")));
  }
}
