package io.realtimegateway.store.messages;

import io.realtimegateway.store.Database;
import java.util.List;

/// The changes of a conversation, from `messages`, `members` and `conversations`.
public final class ChangeRepository {
  private final Database database;

  public ChangeRepository(Database database) {
    this.database = database;
  }

  private static final String CHANGES =
      """
      (SELECT 'message' AS kind, id, conversation_id, author_id, seq, change_seq, created_at, updated_at, deleted_at,
         content, metadata, client_message_id, false AS is_member
       FROM messages WHERE conversation_id = ? AND change_seq > ? ORDER BY change_seq LIMIT ?)
      UNION ALL
      (SELECT 'member', 0, conversation_id, user_id, 0, change_seq, joined_at, NULL, NULL, NULL, NULL, NULL, is_member
       FROM members WHERE conversation_id = ? AND change_seq > ? ORDER BY change_seq LIMIT ?)
      UNION ALL
      (SELECT 'conversation', 0, id, updated_by, 0, updated_seq, created_at, NULL, NULL, group_name, metadata, NULL, false
       FROM conversations WHERE id = ? AND updated_seq > ?)
      ORDER BY change_seq LIMIT ?
      """;

  /// Messages, members and the conversation itself, if their last change is after a seq, each once,
  /// ascending by last change.
  public List<Change> changes(long conversationID, long afterSeq, int limit) {
    return database.list(
        CHANGES,
        Change::read,
        conversationID,
        afterSeq,
        limit,
        conversationID,
        afterSeq,
        limit,
        conversationID,
        afterSeq,
        limit);
  }
}
