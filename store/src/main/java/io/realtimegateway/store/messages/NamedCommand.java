package io.realtimegateway.store.messages;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.store.Row;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// An edit, a delete or an updated conversation to which a client gave a name.
///
/// @param metadata of the message after an edit; null for none, and once the message is deleted
public record NamedCommand(CommandResult result, @Nullable String metadata) {

  static NamedCommand read(Row row) throws SQLException {
    return new NamedCommand(
        new CommandResult(
            row.number("message_id"),
            row.number("seq"),
            row.millis("at"),
            row.number("digest_high"),
            row.number("digest_low")),
        row.textOrNull("metadata"));
  }
}
