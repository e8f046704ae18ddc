package io.realtimegateway.store.messages;

import io.realtimegateway.store.Row;
import java.sql.SQLException;

/// What a repeat of a send has to know.
///
/// @param createdAt epoch milliseconds
/// @param digestHigh with `digestLow` the keyed digest of the original content
public record NamedMessage(
    long messageID, long seq, long createdAt, long digestHigh, long digestLow, boolean isDeleted) {

  static NamedMessage read(Row row) throws SQLException {
    return new NamedMessage(
        row.number("id"),
        row.number("seq"),
        row.millis("created_at"),
        row.number("digest_high"),
        row.number("digest_low"),
        row.timeOrNull("deleted_at") != null);
  }
}
