package io.realtimegateway.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.archive.ArchiveBatch.CreatedMessage;
import io.realtimegateway.store.archive.ArchiveBatch.PositionMove;
import io.realtimegateway.store.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// New messages, which are copied into their table.
final class ArchiveWriterTest {
  private static final long OWNER = 7;
  private static final long ROOM = 3;

  private final TestDatabase database = TestDatabase.open();
  private final ArchiveWriter writer = new ArchiveWriter(database.database());
  private ShardPosition position =
      new ShardPositions(database.database()).claim(OWNER, 64).getFirst();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everyColumnArrivesAsItIs() {
    String content = "wörter, 世界, 🙂, \"quoted\" and \\ and\ttab\nline";
    write(
        new CreatedMessage(
            Long.MAX_VALUE,
            ROOM,
            5,
            1,
            4,
            1_790_000_000_123L,
            1_790_000_000_999L,
            0,
            content,
            "{\"a\":1}",
            "näme",
            Long.MIN_VALUE,
            -1),
        message(12, 2, "", null),
        new CreatedMessage(13, ROOM, 5, 3, 5, 1, 0, 1_790_000_001_001L, null, null, null, 8, 9));
    assertThat(
            rows(
                """
                SELECT concat_ws('|', id, author_id, seq, change_seq, (extract(epoch FROM created_at) * 1000)::bigint,
                  (extract(epoch FROM updated_at) * 1000)::bigint, content, metadata, client_message_id,
                  digest_high, digest_low) AS line
                FROM messages WHERE seq = 1
                """))
        .containsExactly(
            "9223372036854775807|5|1|4|1790000000123|1790000000999|"
                + content
                + "|{\"a\":1}|näme|-9223372036854775808|-1");
    assertThat(
            rows(
                """
                SELECT concat(content = '', metadata IS NULL, updated_at IS NULL, deleted_at IS NULL,
                  client_message_id IS NULL, digest_high IS NULL, digest_low IS NULL) AS line
                FROM messages WHERE seq = 2
                """))
        .containsExactly("ttttttt");
    assertThat(
            rows(
                """
                SELECT concat(content IS NULL, ' ', (extract(epoch FROM deleted_at) * 1000)::bigint, ' ',
                  (extract(epoch FROM created_at) * 1000)::bigint) AS line
                FROM messages WHERE seq = 3
                """))
        .containsExactly("t 1790000001001 1");
  }

  @Test
  void textsOfAnyLengthFit() {
    List<CreatedMessage> messages = new ArrayList<>();
    int[] lengths = {0, 1, 65_530, 65_531, 65_535, 65_536, 65_537, 200_000, 3};
    for (int i = 0; i < lengths.length; i++) {
      messages.add(
          message(20 + i, i + 1, "ä".repeat(lengths[i] / 2) + "x".repeat(lengths[i] % 2), null));
    }
    write(messages.toArray(CreatedMessage[]::new));
    assertThat(rows("SELECT octet_length(content)::text AS line FROM messages ORDER BY seq"))
        .containsExactly("0", "1", "65530", "65531", "65535", "65536", "65537", "200000", "3");
  }

  @Test
  void thousandsOfMessagesAreOneStatement() {
    CreatedMessage[] all =
        LongStream.rangeClosed(1, 5_000)
            .mapToObj(seq -> message(seq, seq, "message " + seq, null))
            .toArray(CreatedMessage[]::new);
    long before = database.database().statements();
    write(all);
    assertThat(database.database().statements() - before).isEqualTo(2);
    assertThat(rows("SELECT count(*) || ' ' || count(DISTINCT id) AS line FROM messages"))
        .containsExactly("5000 5000");
  }

  @Test
  void anIdThatIsThereIsAConflictAndNothingIsWritten() {
    write(message(1, 1, "first", null));
    assertThatThrownBy(() -> write(message(2, 2, "new", null), message(1, 3, "again", null)))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(DatabaseException.Kind.CONFLICT));
    assertThatThrownBy(() -> write(message(2, 1, "another of this seq", null)))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            refusal -> assertThat(refusal.isConflictOn("messages_seq_key")).isTrue());
    assertNothingButTheFirstAndStillWrites();
  }

  @Test
  void whatTheTableCannotHoldIsRefusedForItsDataAndNothingIsWritten() {
    write(message(1, 1, "first", null));
    for (CreatedMessage refused :
        List.of(
            message(2, 2, "nul \0", null),
            message(2, 2, "text", "nul \0"),
            created(2, Long.MAX_VALUE),
            created(2, Long.MAX_VALUE / 1000 - 5),
            created(2, Long.MIN_VALUE),
            created(2, -9_000_000_000_000_000L))) {
      assertThatThrownBy(() -> write(message(3, 3, "new", null), refused))
          .isInstanceOfSatisfying(
              DatabaseException.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(DatabaseException.Kind.DATA));
    }
    assertNothingButTheFirstAndStillWrites();
  }

  @Test
  void anErrorWhileRowsAreMadeEndsTheStatementAndTheConnectionGoesOn() {
    write(message(1, 1, "first", null));
    assertThatThrownBy(
            () ->
                database
                    .database()
                    .transaction(
                        session ->
                            session.copy(
                                "COPY messages (id) FROM STDIN (FORMAT binary)",
                                rows -> {
                                  throw new StackOverflowError("the test wants this");
                                })))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("the test wants this");
    assertNothingButTheFirstAndStillWrites();
  }

  private void assertNothingButTheFirstAndStillWrites() {
    assertThat(rows("SELECT content AS line FROM messages")).containsExactly("first");
    write(message(9, 9, "last", null));
    assertThat(rows("SELECT content AS line FROM messages ORDER BY seq"))
        .containsExactly("first", "last");
  }

  private void write(CreatedMessage... messages) {
    ShardPosition next = new ShardPosition(0, 1, position.index() + messages.length, OWNER);
    writer.write(
        new ArchiveBatch(
            List.of(new PositionMove(position, next.epoch(), next.index())),
            List.of(messages),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
    position = next;
  }

  private static CreatedMessage message(
      long id, long seq, @Nullable String content, @Nullable String name) {
    long now = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
    return new CreatedMessage(id, ROOM, 5, seq, seq, now, 0, 0, content, null, name, 1, 2);
  }

  private static CreatedMessage created(long seq, long millis) {
    return new CreatedMessage(seq, ROOM, 5, seq, seq, millis, 0, 0, "text", null, null, 1, 2);
  }

  private List<String> rows(String query) {
    return database.database().list(query, row -> row.text("line"));
  }
}
