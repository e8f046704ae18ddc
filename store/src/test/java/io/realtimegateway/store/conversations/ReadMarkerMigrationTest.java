package io.realtimegateway.store.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What becomes of members whose markers began at 0.
final class ReadMarkerMigrationTest {
  private static final String SCRIPT =
      "/db/migration/V4__new_members_begin_with_everything_read.sql";

  @Test
  void membersHaveReadUpToTheirJoiningAndKeepLaterMarkers() throws IOException {
    try (TestDatabase test = TestDatabase.open()) {
      Database database = test.database();
      database.update(
          """
          INSERT INTO users (display_name) VALUES ('first'), ('joined'), ('read on'), ('left')
          """);
      database.update(
          """
          INSERT INTO conversations (type, creator_id, owner_id, created_at, seq, last_activity_at, participant_count)
          VALUES ('group-chat', 1, 1, now(), 30, now(), 3)
          """);
      database.update(
          """
          INSERT INTO members (conversation_id, user_id, is_member, joined_at, change_seq, read_seq, ordinal)
          VALUES (1, 1, true, now(), 0, 0, 0), (1, 2, true, now(), 12, 3, 0),
            (1, 3, true, now(), 13, 20, 0), (1, 4, false, now(), 14, 2, 0)
          """);
      for (String statement : script().split(";", -1)) {
        if (!statement.isBlank()) {
          database.update(statement);
        }
      }
      assertThat(
              database.list(
                  "SELECT read_seq FROM members ORDER BY user_id", row -> row.number("read_seq")))
          .containsExactly(0L, 12L, 20L, 2L);
    }
  }

  private static String script() throws IOException {
    try (InputStream in = ReadMarkerMigrationTest.class.getResourceAsStream(SCRIPT)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
