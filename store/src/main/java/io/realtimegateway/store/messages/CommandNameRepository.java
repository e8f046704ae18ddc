package io.realtimegateway.store.messages;

import io.realtimegateway.store.Database;
import java.util.Optional;

/// Table `command_names`.
public final class CommandNameRepository {
  private final Database database;

  public CommandNameRepository(Database database) {
    this.database = database;
  }

  private static final String FIND =
      """
      SELECT * FROM command_names WHERE conversation_id = ? AND author_id = ? AND name = ?
      """;

  /// The edit or delete to which an author gave this name.
  public Optional<NamedCommand> find(long conversationID, long authorID, String name) {
    return database.first(FIND, NamedCommand::read, conversationID, authorID, name);
  }
}
