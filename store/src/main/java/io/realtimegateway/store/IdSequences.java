package io.realtimegateway.store;

/// The sequences that assign ids.
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

  /// After a restore: advances the sequences so that no id that the local store has seen is
  /// assigned again. They never move back.
  ///
  /// @param userID the largest known id, 0 for none
  /// @param conversationID the largest known id, 0 for none
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
