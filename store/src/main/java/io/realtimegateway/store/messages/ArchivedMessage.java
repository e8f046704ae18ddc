package io.realtimegateway.store.messages;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message in its latest archived state.
///
/// @param seq of its creation
/// @param changeSeq of its last change
/// @param updatedAt null if it was never edited
/// @param deletedAt null if it is not deleted
/// @param content null once deleted
/// @param metadata compact JSON object, null for none
/// @param clientMessageID null if the client gave no name
public record ArchivedMessage(
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
  public static ArchivedMessage read(Row row) throws SQLException {
    return read(row, "");
  }

  /// Reads the columns of `messages`, each under its name with a prefix.
  public static ArchivedMessage read(Row row, String prefix) throws SQLException {
    return new ArchivedMessage(
        row.number(prefix + "id"),
        row.number(prefix + "conversation_id"),
        row.number(prefix + "author_id"),
        row.number(prefix + "seq"),
        row.number(prefix + "change_seq"),
        row.time(prefix + "created_at"),
        row.timeOrNull(prefix + "updated_at"),
        row.timeOrNull(prefix + "deleted_at"),
        row.textOrNull(prefix + "content"),
        row.textOrNull(prefix + "metadata"),
        row.textOrNull(prefix + "client_message_id"));
  }
}
