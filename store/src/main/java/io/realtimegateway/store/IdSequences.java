package io.realtimegateway.store;

/// The counters that give ids.
public final class IdSequences {
  private final Database database;

  public IdSequences(Database database) {
    this.database = database;
  }

  private static final String MOVE_USERS =
      """
      SELECT setval('users_id_seq', ?) AS moved FROM users_id_seq WHERE last_value < ?
      """;
  private static final String MOVE_CONVERSATIONS =
      """
      SELECT setval('conversations_id_seq', ?) AS moved FROM conversations_id_seq WHERE last_value < ?
      """;

  /// After a restore: lets no id be given again that the local store has seen. The counters never
  /// move back.
  ///
  /// @param userID the largest that is known, 0 for none
  /// @param conversationID the largest that is known, 0 for none
  public void moveBeyond(long userID, long conversationID) {
    database.list(MOVE_USERS, row -> row.number("moved"), userID, userID);
    database.list(MOVE_CONVERSATIONS, row -> row.number("moved"), conversationID, conversationID);
  }

  private static final String HIGHEST_MESSAGE =
      """
      SELECT coalesce(max(id), 0) AS id FROM messages
      """;

  /// The largest id of an archived message, 0 for none.
  public long highestMessageID() {
    return database.list(HIGHEST_MESSAGE, row -> row.number("id")).getFirst();
  }
}
