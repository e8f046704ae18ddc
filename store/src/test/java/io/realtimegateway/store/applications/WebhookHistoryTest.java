package io.realtimegateway.store.applications;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class WebhookHistoryTest {
  private static final Instant BEGIN = Instant.parse("2026-02-03T04:05:00Z");
  private static final int MESSAGES = 20_000;

  private static TestDatabase test;
  private static Database database;

  @BeforeAll
  static void fill() {
    test = TestDatabase.open();
    database = test.database();
    database.update("INSERT INTO users (display_name) VALUES ('Ada'), ('Ben')");
    database.update(
        """
        INSERT INTO conversations (type, creator_id, owner_id, created_at, seq, last_activity_at, participant_count, announced)
        SELECT 'group-chat', 1, 1, ?::timestamptz + n * interval '1 s', 0, now(), 2, n <> 3
        FROM generate_series(0, 999) AS n
        """,
        BEGIN);
    database.update(
        """
        UPDATE conversations SET group_name = 'Group ' || id, metadata = '{"n":1}', updated_seq = 2, updated_by = 1,
          updated_at = created_at + interval '1 hour'
        WHERE id % 2 = 0
        """);
    database.update(
        """
        INSERT INTO members (conversation_id, user_id, is_member, joined_at, changed_at, change_seq, ordinal)
        SELECT id, 1, true, created_at, NULL, 0, 0 FROM conversations
        UNION ALL SELECT id, 2, id % 2 = 0, created_at, created_at + interval '1 min', 1, 0 FROM conversations
        """);
    database.update(
        """
        INSERT INTO messages (id, conversation_id, author_id, seq, change_seq, created_at, updated_at, deleted_at, content)
        SELECT n, 1 + n % 1000, 1, 1 + n, 1 + n + (n % 50 = 0)::int, ?::timestamptz + n * interval '1 s',
          CASE WHEN n % 100 = 0 THEN ?::timestamptz + n * interval '1 s' END,
          CASE WHEN n % 100 = 50 THEN ?::timestamptz + n * interval '1 s' END,
          CASE WHEN n % 100 <> 50 THEN 'text' END
        FROM generate_series(1, ?) AS n
        """,
        BEGIN, BEGIN, BEGIN, MESSAGES);
    database.update("ANALYZE");
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void aSliceBeginsAtItsTimeAndEndsAtItsLimit() {
    WebhookHistory history = new WebhookHistory(database);

    WebhookHistory.Slice slice = history.since(BEGIN.plusSeconds(100), 15, 4);

    assertThat(slice.created())
        .extracting(message -> message.id())
        .containsExactly(15L, 16L, 17L, 18L);
    assertThat(slice.changed())
        .extracting(message -> message.id())
        .containsExactly(100L, 150L, 200L, 250L);
    assertThat(slice.changed().get(1).isDeleted()).isTrue();
    assertThat(slice.members())
        .extracting(member -> member.changedAt())
        .containsExactly(
            BEGIN.plusSeconds(100),
            BEGIN.plusSeconds(101),
            BEGIN.plusSeconds(102),
            BEGIN.plusSeconds(103));
    assertThat(slice.conversations())
        .extracting(conversation -> conversation.createdAt())
        .startsWith(BEGIN.plusSeconds(100));
    assertThat(history.since(BEGIN.plusSeconds(3700), 1, 3).updated())
        .containsExactly(updated(102), updated(104), updated(106));
    assertThat(slice.conversations()).allMatch(each -> each.members().equals(List.of(1L)));
    assertThat(history.since(BEGIN, 1, 5).conversations())
        .as("the fourth is not announced yet")
        .extracting(conversation -> conversation.createdAt())
        .containsExactly(
            BEGIN,
            BEGIN.plusSeconds(1),
            BEGIN.plusSeconds(2),
            BEGIN.plusSeconds(4),
            BEGIN.plusSeconds(5));
  }

  private static WebhookHistory.UpdatedConversation updated(long id) {
    return new WebhookHistory.UpdatedConversation(
        id, 2, 1, BEGIN.plusSeconds(3600 + id - 1), "Group " + id, "{\"n\":1}");
  }

  @Test
  void everyQueryOfASliceGoesThroughAnIndex() {
    for (String query :
        List.of(
            "SELECT * FROM messages WHERE id >= 9000 ORDER BY id LIMIT 500",
            "SELECT * FROM messages WHERE coalesce(deleted_at, updated_at) >="
                + " '2026-02-03T05:00:00Z' ORDER BY coalesce(deleted_at, updated_at) LIMIT 500",
            "SELECT conversation_id FROM members WHERE changed_at >= '2026-02-03T04:10:00Z'"
                + " ORDER BY changed_at LIMIT 100",
            "SELECT id FROM conversations WHERE created_at >= '2026-02-03T04:10:00Z' AND announced"
                + " ORDER BY created_at LIMIT 100",
            "SELECT id FROM conversations WHERE updated_at >= '2026-02-03T04:10:00Z'"
                + " ORDER BY updated_at LIMIT 100")) {
      String plan =
          String.join("\n", database.list("EXPLAIN " + query, row -> row.text("QUERY PLAN")));
      assertThat(plan).as(query).contains("Index Scan").doesNotContain("Sort", "Seq Scan");
    }
  }

  @Test
  void membersAreNamedInTheOrderOfJoining() {
    database.update("UPDATE users SET external_id = 'u-2' WHERE id = 2");

    assertThat(new WebhookHistory(database).members(2))
        .containsExactly(new WebhookHistory.Named(1, null), new WebhookHistory.Named(2, "u-2"));
    assertThat(new WebhookHistory(database).members(1))
        .as("who left is none")
        .containsExactly(new WebhookHistory.Named(1, null));
    assertThat(new WebhookHistory(database).names(List.of(2L, 99L)))
        .containsExactly(new WebhookHistory.Named(2, "u-2"));
  }

  @Test
  void positionsNeverGoBackAndBeginAtTheArchivedPosition() {
    database.update(
        "INSERT INTO shard_positions (shard, epoch, \"index\", owner) VALUES (0, 5, 70, 1), (1, 5,"
            + " 0, 1)");
    WebhookRepository webhooks = new WebhookRepository(database);
    Webhook made = webhooks.create("http://a/", List.of(), true, "whsec_x", 1).orElseThrow();
    assertThat(webhooks.create("http://b/", List.of(), true, "whsec_x", 1)).isEmpty();
    assertThat(webhooks.positions(made.id()))
        .extracting(WebhookPosition::index)
        .containsExactly(70L, 0L);

    Instant now = Instant.parse("2026-02-03T04:05:06.789Z");
    webhooks.advance(
        made.id(), List.of(new WebhookPosition(0, 6, 69, now), new WebhookPosition(1, 6, 3, now)));

    assertThat(webhooks.positions(made.id()))
        .extracting(WebhookPosition::index)
        .containsExactly(70L, 3L);
    assertThat(webhooks.positions(made.id()).getLast())
        .isEqualTo(new WebhookPosition(1, 6, 3, now));
  }

  @Test
  void anEndpointIsHealthyAgainAfterANewUrlOrReenabling() {
    WebhookRepository webhooks = new WebhookRepository(database);
    long id = webhooks.create("http://a/", List.of(), true, "whsec_x", 99).orElseThrow().id();
    webhooks.failing(id, BEGIN);
    webhooks.failing(id, BEGIN.plusSeconds(9));
    assertThat(webhooks.find(id).orElseThrow().failingSince()).isEqualTo(BEGIN);
    Webhook typed = webhooks.update(id, null, List.of("user.online"), null).orElseThrow();
    assertThat(typed.failingSince()).isEqualTo(BEGIN);
    assertThat(typed.eventTypes()).containsExactly("user.online");
    webhooks.switchOff(id, "http://elsewhere/", "why");
    assertThat(webhooks.find(id).orElseThrow().isEnabled()).isTrue();
    webhooks.switchOff(id, "http://a/", "why");
    assertThat(webhooks.find(id).orElseThrow().disabledWhy()).isEqualTo("why");
    assertThat(webhooks.enabled()).noneMatch(webhook -> webhook.id() == id);

    Webhook on = webhooks.update(id, null, null, true).orElseThrow();

    assertThat(on.isEnabled()).isTrue();
    assertThat(on.failingSince()).isNull();
    assertThat(on.disabledWhy()).isNull();
    assertThat(on.eventTypes()).containsExactly("user.online");
    webhooks.failing(id, BEGIN);
    assertThat(webhooks.update(id, "http://b/", null, null).orElseThrow().failingSince()).isNull();
    assertThat(webhooks.update(4711, null, null, false)).isEmpty();
  }
}
