package io.realtimegateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.Shards;
import io.realtimegateway.store.applications.WebhookHistory.ChangedMember;
import io.realtimegateway.store.applications.WebhookHistory.CreatedConversation;
import io.realtimegateway.store.applications.WebhookHistory.Slice;
import io.realtimegateway.store.applications.WebhookHistory.UpdatedConversation;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowEventsTest {
  private static final long BEGIN = Instant.parse("2026-02-03T04:05:06Z").toEpochMilli();
  private static final long CONVERSATION = 7;
  private static final int SHARD = Shards.ofConversation(CONVERSATION);
  private static final long FAR = BEGIN + 1_000_000;

  private static ArchivedMessage message(
      long seq, long changeSeq, long at, @Nullable String content) {
    Instant created = Instant.ofEpochMilli(BEGIN + 10 * seq);
    Instant changed = Instant.ofEpochMilli(at);
    boolean isDeleted = content == null;
    return new ArchivedMessage(
        MessageIds.lowestAt(BEGIN + 10 * seq),
        CONVERSATION,
        1,
        seq,
        changeSeq,
        created,
        changeSeq > seq && !isDeleted ? changed : null,
        isDeleted ? changed : null,
        content,
        null,
        null);
  }

  private static ArchivedMessage plain(long seq) {
    return message(seq, seq, 0, "text");
  }

  private static ChangedMember member(long user, boolean isMember, long seq) {
    return new ChangedMember(
        CONVERSATION, user, isMember, seq, Instant.ofEpochMilli(BEGIN + 10 * seq));
  }

  private static UpdatedConversation renamed(long seq) {
    return new UpdatedConversation(
        CONVERSATION, seq, 1, Instant.ofEpochMilli(BEGIN + 10 * seq), "Team", null);
  }

  private static RowEvents events(Slice slice, int limit, long frontier) {
    return RowEvents.of(slice, Map.of(SHARD, BEGIN), limit, frontier);
  }

  private static List<String> ids(RowEvents events) {
    return events.byConversation().getOrDefault(CONVERSATION, List.of()).stream()
        .map(event -> event.type().text() + " " + event.seq())
        .toList();
  }

  @Test
  void creationsAndLastChangesComeInTheOrderOfTheConversation() {
    ArchivedMessage edited = message(1, 5, BEGIN + 50, "new text");
    ArchivedMessage deleted = message(2, 6, BEGIN + 60, null);
    Slice slice =
        new Slice(
            List.of(edited, deleted, plain(4)),
            List.of(edited, deleted),
            List.of(member(2, true, 3), member(3, false, 7)),
            List.of(
                new CreatedConversation(CONVERSATION, Instant.ofEpochMilli(BEGIN), List.of(1L))),
            List.of(renamed(8)),
            List.of());

    RowEvents events = events(slice, 10, FAR);

    assertThat(ids(events))
        .containsExactly(
            "conversation.created 0",
            "message.created 1",
            "message.created 2",
            "member.added 3",
            "message.created 4",
            "message.updated 5",
            "message.deleted 6",
            "member.removed 7",
            "conversation.updated 8");
    assertThat(events.isLast()).isTrue();
    assertThat(events.until()).isEqualTo(FAR);
  }

  @Test
  void ifAListIsFullOnlyEventsBeforeItsEndAreDelivered() {
    List<ArchivedMessage> created =
        IntStream.rangeClosed(1, 3).mapToObj(RowEventsTest::plain).toList();
    ArchivedMessage late = message(0, 9, BEGIN + 90, "edited later");
    Slice slice = new Slice(created, List.of(late), List.of(), List.of(), List.of(), List.of());

    RowEvents full = events(slice, 3, FAR);
    RowEvents notFull = events(slice, 4, FAR);

    assertThat(ids(full)).containsExactly("message.created 1", "message.created 2");
    assertThat(full.until()).isEqualTo(BEGIN + 30);
    assertThat(full.isLast()).isFalse();
    assertThat(ids(notFull)).hasSize(4);
  }

  @Test
  void aFullListOfUpdatedConversationsEndsASliceToo() {
    Slice slice =
        new Slice(
            List.of(plain(1), plain(3)),
            List.of(),
            List.of(),
            List.of(),
            List.of(renamed(2)),
            List.of());

    assertThat(ids(events(slice, 1, FAR))).containsExactly("message.created 1");
    assertThat(ids(events(slice, 3, FAR)))
        .containsExactly("message.created 1", "conversation.updated 2", "message.created 3");
  }

  @Test
  void eventsThatMayNotBeArchivedYetEndASliceThatIsNotTheLast() {
    List<ArchivedMessage> created =
        IntStream.rangeClosed(1, 3).mapToObj(RowEventsTest::plain).toList();
    Slice slice = new Slice(created, List.of(), List.of(), List.of(), List.of(), List.of());

    RowEvents events = events(slice, 3, BEGIN + 15);

    assertThat(ids(events)).containsExactly("message.created 1");
    assertThat(events.until()).isEqualTo(BEGIN + 15);
    assertThat(events.rowsEnd()).isEqualTo(BEGIN + 30);
  }

  @Test
  void otherShardsAndEarlierTimesAreLeftOut() {
    Slice slice =
        new Slice(
            List.of(plain(1), plain(2)), List.of(), List.of(), List.of(), List.of(), List.of());

    assertThat(ids(RowEvents.of(slice, Map.of(SHARD, BEGIN + 20), 10, FAR)))
        .containsExactly("message.created 2");
    assertThat(
            RowEvents.of(slice, Map.of((SHARD + 1) % Shards.COUNT, BEGIN), 10, FAR)
                .byConversation())
        .isEmpty();
  }
}
