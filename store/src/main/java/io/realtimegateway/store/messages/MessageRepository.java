package io.realtimegateway.store.messages;

import io.realtimegateway.store.Database;
import java.util.List;
import java.util.Optional;

/// Table `messages`. Pages leave deleted messages out and hold at most `limit`; ask for one more to
/// see whether there is more.
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

  /// The message that an author sent under a name of its own, deleted or not.
  public Optional<NamedMessage> findByName(long conversationID, long authorID, String name) {
    return database.first(FIND_BY_NAME, NamedMessage::read, conversationID, authorID, name);
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
