package io.realtimegateway.store;

import io.realtimegateway.store.names.NameWords;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Table `name_words`. Every transaction that writes a display name calls [#keep].
public final class NameIndex {
  private static final Logger LOGGER = LoggerFactory.getLogger(NameIndex.class);
  private static final int BATCH = 500;

  private NameIndex() {}

  /// Has no effect if the name is already indexed. Rows are not unique, because one statement
  /// deletes the old ones and inserts the new ones.
  private static final String KEEP =
      """
      WITH renamed AS (
        UPDATE users SET indexed_name = display_name WHERE id = ? AND indexed_name IS DISTINCT FROM display_name
        RETURNING id, is_system
      ), gone AS (
        DELETE FROM name_words USING renamed WHERE user_id = renamed.id
      )
      INSERT INTO name_words (user_id, rest, name)
      SELECT renamed.id, rest, ? FROM renamed, unnest(?::text[]) AS rest WHERE NOT renamed.is_system
      """;

  /// Indexes the words of a display name that this transaction has written.
  public static void keep(Session session, long userID, String displayName) throws SQLException {
    List<String> rests = NameWords.rests(displayName);
    session.update(KEEP, userID, NameWords.folded(displayName), rests.toArray(String[]::new));
  }

  private static final String UNINDEXED =
      """
      SELECT id, display_name FROM users WHERE indexed_name IS DISTINCT FROM display_name
      ORDER BY id LIMIT ? FOR UPDATE
      """;

  private record Named(long id, String displayName) {}

  /// Indexes the names that were written before the index existed.
  static void fill(Connection connection) throws SQLException {
    Session session = new Session(connection, new LongAdder(), 0);
    connection.setAutoCommit(false);
    long indexed = 0;
    for (int batch = fillSome(session); batch > 0; batch = fillSome(session)) {
      connection.commit();
      indexed += batch;
    }
    connection.commit();
    if (indexed > 0) {
      LOGGER.info("made the names of {} users searchable", indexed);
    }
  }

  private static int fillSome(Session session) throws SQLException {
    List<Named> some =
        session.list(
            UNINDEXED, row -> new Named(row.number("id"), row.text("display_name")), BATCH);
    for (Named user : some) {
      keep(session, user.id(), user.displayName());
    }
    return some.size();
  }
}
