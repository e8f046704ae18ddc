package io.realtimegateway.api.testing;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.messages.CommandNameRepository;
import io.realtimegateway.store.messages.NamedCommand;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names of edits and deletes, in their table.
final class TestNames {
  private final Database database;
  private final CommandNameRepository repository;

  TestNames(Database database) {
    this.database = database;
    this.repository = new CommandNameRepository(database);
  }

  /// A command.
  ///
  /// @param name null if the client gave none
  /// @param digest of what it asks for
  record Named(
      long conversationID, long author, @Nullable String name, long messageID, long digest) {}

  Optional<NamedCommand> find(Named command) {
    String name = command.name();
    return name == null
        ? Optional.empty()
        : repository.find(command.conversationID(), command.author(), name);
  }

  void keep(Named command, long seq, long at) {
    if (command.name() != null) {
      database.update(
          """
          INSERT INTO command_names (conversation_id, author_id, name, message_id, seq, at, metadata, digest_high, digest_low)
          SELECT ?, ?, ?, id, ?, from_millis(?), metadata, ?, 0 FROM messages WHERE id = ?
          """,
          command.conversationID(),
          command.author(),
          command.name(),
          seq,
          at,
          command.digest(),
          command.messageID());
    }
  }
}
