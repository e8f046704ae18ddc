package io.realtimegateway.store;

import io.realtimegateway.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A database as an installation has it after a while: 100,000 users, 100,000 conversations, a
/// million messages, with statistics.
final class FilledDatabase implements AutoCloseable {
  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO users (display_name, email, email_key, external_id, indexed_name)
          SELECT 'User ' || i, 'u' || i || '@example.org', 'u' || i || '@example.org', 'x' || i, 'User ' || i
          FROM generate_series(1, 100000) AS i
          """,
          """
          INSERT INTO name_words (user_id, rest, name)
          SELECT i, rest, 'user ' || i
          FROM generate_series(1, 100000) AS i, unnest(ARRAY['user ' || i, i::text]) AS rest
          """,
          """
          INSERT INTO past_memberships (user_id, conversation_id, joined_seq, left_seq)
          SELECT i, i, 0, 1 FROM generate_series(1, 20000) AS i
          """,
          """
          INSERT INTO identities (issuer, subject, user_id)
          SELECT 'https://issuer.example', 's' || i, i FROM generate_series(1, 100000) AS i
          """,
          """
          INSERT INTO logins (id, user_id, created_at, expires_at, user_agent)
          SELECT 'l' || i, 1 + i % 100000, now() - i * interval '1 s', now() + (100000 - i) * interval '1 s', 'curl'
          FROM generate_series(1, 100100) AS i
          """,
          """
          INSERT INTO revocations (user_id, login_id, issued_before, kept_until, revoked_at)
          SELECT i, 'l' || i, now() - i * interval '1 s', now() + (100000 - i) * interval '1 s', now() - i * interval '1 s'
          FROM generate_series(1, 100000) AS i
          """,
          """
          INSERT INTO foreign_revocations (subject_hash, issued_before, kept_until)
          SELECT sha256(convert_to('x' || i, 'UTF8')), now(), now() + i * interval '1 minute' FROM generate_series(1, 50000) AS i
          """,
          """
          INSERT INTO friendships (author_id, target_id, status)
          SELECT i, 1 + (i + d) % 100000, CASE WHEN d = 1 THEN 'pending' ELSE 'accepted' END
          FROM generate_series(1, 100000) AS i, generate_series(1, 2) AS d
          """,
          """
          INSERT INTO conversations (type, creator_id, owner_id, group_name, created_at, last_activity_at, creation_name,
            seq, participant_count, announced)
          SELECT 'group-chat', 1 + i % 100000, 1 + i % 100000, 'Tea', now(), now() - i * interval '1 s', 'c' || i, 10, 4, i > 20
          FROM generate_series(1, 100000) AS i
          """,
          """
          INSERT INTO members (conversation_id, user_id, is_member, joined_at, change_seq, ordinal)
          SELECT i, 1 + (i + 7919 * d) % 100000, d < 4 OR i % 50 > 0, now(), 0, d
          FROM generate_series(1, 100000) AS i, generate_series(0, 3) AS d
          """,
          """
          INSERT INTO messages (id, conversation_id, author_id, seq, change_seq, created_at, content,
            client_message_id, digest_high, digest_low)
          SELECT i, 1 + i % 100000, 1 + i % 100000, 1 + i / 100000, 1 + i / 100000, now(), 'Tea at four?', 'm' || i, 1, 2
          FROM generate_series(0, 999999) AS i
          """,
          """
          INSERT INTO command_names (conversation_id, author_id, name, message_id, seq, at, metadata, digest_high, digest_low)
          SELECT 1 + i % 100000, 1 + i % 100000, 'e' || i, i, 2, now(), CASE WHEN i % 10 = 0 THEN '{"a":1}' END, 1, 2
          FROM generate_series(0, 99999) AS i
          """,
          """
          INSERT INTO set_aside (shard, epoch, "index", kind, message_id, cause)
          SELECT i % 64, 1, i, 'message', i, 'refused' FROM generate_series(1, 20000) AS i
          """);

  /// What is made again at the end, which is faster than to keep it up.
  private static final List<String> INDEXES =
      List.of(
          "messages_seq_key",
          "messages_change_idx",
          "messages_name_key",
          "members_user_idx",
          "members_order_idx",
          "members_change_idx");

  private final TestDatabase database = TestDatabase.open();

  FilledDatabase() {
    try (Connection connection =
            new Connections(database.url(), DatabaseSettings.defaults()).plain().getConnection();
        Statement statement = connection.createStatement()) {
      fill(statement);
    } catch (SQLException cause) {
      throw new IllegalStateException("the database could not be filled", cause);
    }
  }

  private static void fill(Statement statement) throws SQLException {
    statement.execute("ALTER TABLE messages SET UNLOGGED");
    statement.execute("ALTER TABLE members SET UNLOGGED");
    List<String> definitions = definitions(statement);
    statement.execute("DROP INDEX " + String.join(", ", INDEXES));
    for (String rows : ROWS) {
      statement.execute(rows);
    }
    for (String definition : definitions) {
      statement.execute(definition);
    }
    statement.execute("ANALYZE");
  }

  private static List<String> definitions(Statement statement) throws SQLException {
    List<String> definitions = new ArrayList<>();
    String names = "'" + String.join("', '", INDEXES) + "'";
    try (ResultSet result =
        statement.executeQuery(
            "SELECT indexdef FROM pg_indexes WHERE indexname IN (" + names + ")")) {
      while (result.next()) {
        definitions.add(result.getString("indexdef"));
      }
    }
    return definitions;
  }

  DatabaseUrl url() {
    return database.url();
  }

  @Override
  public void close() {
    database.close();
  }
}
