package io.realtimegateway.store.conversations;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;

/// The head of a conversation, and how far one of its members has read.
///
/// @param seq of the newest archived event, 0 for none
/// @param lastActivityAt its creation or newest message
/// @param newestMessageID of its newest message, deleted or not, 0 for none
/// @param readSeq the member's read marker
/// @param unreadCount undeleted messages of others after it, counted up to 100
public record ConversationHead(
    long id,
    long seq,
    Instant lastActivityAt,
    long newestMessageID,
    long readSeq,
    int unreadCount) {
  static ConversationHead read(Row row) throws SQLException {
    return new ConversationHead(
        row.number("id"),
        row.number("seq"),
        row.time("last_activity_at"),
        row.number("newest_message_id"),
        row.number("read_seq"),
        row.count("unread_count"));
  }
}
