package io.realtimegateway.store.messages;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message in its latest archived state.
///
/// @param seq of its creation
/// @param changeSeq of its last change
/// @param updatedAt null where it was never edited
/// @param deletedAt null while it is there
/// @param content null once deleted
/// @param metadata compact JSON object, null where there is none
/// @param clientMessageID null where the client gave no name
public record Message(
    long id,
    long conversationID,
    long authorID,
    long seq,
    long changeSeq,
    Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant deletedAt,
    @Nullable String content,
    @Nullable String metadata,
    @Nullable String clientMessageID) {

  public boolean isDeleted() {
    return deletedAt != null;
  }

  /// Reads a row of `messages`.
  public static Message read(Row row) throws SQLException {
    return new Message(
        row.number("id"),
        row.number("conversation_id"),
        row.number("author_id"),
        row.number("seq"),
        row.number("change_seq"),
        row.time("created_at"),
        row.timeOrNull("updated_at"),
        row.timeOrNull("deleted_at"),
        row.textOrNull("content"),
        row.textOrNull("metadata"),
        row.textOrNull("client_message_id"));
  }
}
