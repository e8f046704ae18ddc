package io.realtimegateway.store.messages;

import io.realtimegateway.store.Row;
import java.sql.SQLException;

/// What changed in a conversation, in its latest archived state.
public sealed interface Change {
  /// Seq of the last change.
  long changeSeq();

  /// A message was created, edited or deleted.
  record MessageChange(Message message) implements Change {
    @Override
    public long changeSeq() {
      return message.changeSeq();
    }
  }

  /// Somebody joined or left.
  record MemberChange(long conversationID, long userID, boolean isMember, long changeSeq)
      implements Change {}

  /// Reads a row of either kind.
  static Change read(Row row) throws SQLException {
    return row.truth("is_message") ? new MessageChange(Message.read(row)) : member(row);
  }

  private static MemberChange member(Row row) throws SQLException {
    return new MemberChange(
        row.number("conversation_id"),
        row.number("author_id"),
        row.truth("is_member"),
        row.number("change_seq"));
  }
}
