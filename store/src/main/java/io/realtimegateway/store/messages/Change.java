package io.realtimegateway.store.messages;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A changed object of a conversation, in its latest archived state.
public sealed interface Change {
  /// Seq of the last change.
  long changeSeq();

  /// A message was created, edited or deleted.
  record MessageChange(ArchivedMessage message) implements Change {
    @Override
    public long changeSeq() {
      return message.changeSeq();
    }
  }

  /// A user joined or left.
  record MemberChange(long conversationID, long userID, boolean isMember, long changeSeq)
      implements Change {}

  /// The name or metadata of the conversation changed.
  ///
  /// @param userID who changed it, 0 for the application
  /// @param metadata compact JSON object, null for none
  record ConversationChange(
      long conversationID, long userID, String groupName, @Nullable String metadata, long changeSeq)
      implements Change {}

  /// Reads a row of any kind.
  static Change read(Row row) throws SQLException {
    String kind = row.text("kind");
    return switch (kind) {
      case "message" -> new MessageChange(ArchivedMessage.read(row));
      case "member" -> member(row);
      case "conversation" -> conversation(row);
      default -> throw new IllegalStateException("change of kind " + kind);
    };
  }

  private static ConversationChange conversation(Row row) throws SQLException {
    return new ConversationChange(
        row.number("conversation_id"),
        row.number("author_id"),
        row.text("content"),
        row.textOrNull("metadata"),
        row.number("change_seq"));
  }

  private static MemberChange member(Row row) throws SQLException {
    return new MemberChange(
        row.number("conversation_id"),
        row.number("author_id"),
        row.truth("is_member"),
        row.number("change_seq"));
  }
}
