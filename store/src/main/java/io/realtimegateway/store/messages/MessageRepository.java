package io.realtimegateway.store.messages;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Table `messages`. Pages leave out deleted messages and hold at most `limit`; request one more to
/// see whether more follow.
public final class MessageRepository {
  private final Database database;

  public MessageRepository(Database database) {
    this.database = database;
  }

  private static final String FIND =
      """
      SELECT * FROM messages WHERE id = ?
      """;

  /// A message, deleted or not.
  public Optional<ArchivedMessage> find(long messageID) {
    return database.first(FIND, ArchivedMessage::read, messageID);
  }

  private static final String FIND_BY_NAME =
      """
      SELECT * FROM messages WHERE conversation_id = ? AND author_id = ? AND client_message_id = ?
      """;

  /// The result of the send that an author gave this name, whether or not the message was deleted
  /// since.
  public Optional<CommandResult> findByName(long conversationID, long authorID, String name) {
    return database.first(FIND_BY_NAME, MessageRepository::sent, conversationID, authorID, name);
  }

  private static CommandResult sent(Row row) throws SQLException {
    return new CommandResult(
        row.number("id"),
        row.number("seq"),
        row.millis("created_at"),
        row.number("digest_high"),
        row.number("digest_low"));
  }

  private static final String BEFORE =
      """
      SELECT * FROM messages WHERE conversation_id = ? AND seq < ? AND deleted_at IS NULL ORDER BY seq DESC LIMIT ?
      """;

  /// The newest messages, oldest first.
  public List<ArchivedMessage> newest(long conversationID, int limit) {
    return before(conversationID, Long.MAX_VALUE, limit);
  }

  /// The messages just before a seq, oldest first.
  public List<ArchivedMessage> before(long conversationID, long seq, int limit) {
    return database.list(BEFORE, ArchivedMessage::read, conversationID, seq, limit).reversed();
  }

  private static final String AFTER =
      """
      SELECT * FROM messages WHERE conversation_id = ? AND seq > ? AND deleted_at IS NULL ORDER BY seq LIMIT ?
      """;

  /// The messages just after a seq, oldest first.
  public List<ArchivedMessage> after(long conversationID, long seq, int limit) {
    return database.list(AFTER, ArchivedMessage::read, conversationID, seq, limit);
  }
}
