package io.realtimegateway.store.conversations;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A conversation as it is archived.
///
/// @param type one of [ConversationType]
/// @param ownerID 0 for none
/// @param groupName null for a private-chat
/// @param metadata compact JSON object, null for none
/// @param seq of the newest archived event, 0 for none
/// @param lastActivityAt its creation or newest message
/// @param newestMessageID of its newest message, deleted or not, 0 for none
/// @param participantCount number of current members
public record ArchivedConversation(
    long id,
    String type,
    long creatorID,
    long ownerID,
    @Nullable String groupName,
    @Nullable String metadata,
    Instant createdAt,
    long seq,
    Instant lastActivityAt,
    long newestMessageID,
    int participantCount) {

  /// Reads a row of `conversations`.
  public static ArchivedConversation read(Row row) throws SQLException {
    return new ArchivedConversation(
        row.number("id"),
        row.text("type"),
        row.number("creator_id"),
        row.number("owner_id"),
        row.textOrNull("group_name"),
        row.textOrNull("metadata"),
        row.time("created_at"),
        row.number("seq"),
        row.time("last_activity_at"),
        row.number("newest_message_id"),
        row.count("participant_count"));
  }
}
