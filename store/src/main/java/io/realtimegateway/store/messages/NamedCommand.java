package io.realtimegateway.store.messages;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// An edit, a delete or an updated conversation that a client named.
///
/// @param messageID 0 for an updated conversation
/// @param seq of the event
/// @param at epoch milliseconds of it
/// @param metadata of the message as an edit left it; null for none, and once the message is
///   deleted
/// @param digestHigh with `digestLow` the keyed digest of what was asked for
public record NamedCommand(
    long messageID, long seq, long at, @Nullable String metadata, long digestHigh, long digestLow) {

  static NamedCommand read(Row row) throws SQLException {
    return new NamedCommand(
        row.number("message_id"),
        row.number("seq"),
        row.millis("at"),
        row.textOrNull("metadata"),
        row.number("digest_high"),
        row.number("digest_low"));
  }
}
