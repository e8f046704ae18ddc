package io.realtimegateway.webhooks;

import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.Shards;
import io.realtimegateway.store.applications.WebhookHistory.ChangedMember;
import io.realtimegateway.store.applications.WebhookHistory.CreatedConversation;
import io.realtimegateway.store.applications.WebhookHistory.Slice;
import io.realtimegateway.store.applications.WebhookHistory.UpdatedConversation;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.webhooks.WebhookEvent.ConversationCreated;
import io.realtimegateway.webhooks.WebhookEvent.ConversationUpdated;
import io.realtimegateway.webhooks.WebhookEvent.MemberAdded;
import io.realtimegateway.webhooks.WebhookEvent.MemberRemoved;
import io.realtimegateway.webhooks.WebhookEvent.MessageCreated;
import io.realtimegateway.webhooks.WebhookEvent.MessageDeleted;
import io.realtimegateway.webhooks.WebhookEvent.MessageUpdated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The webhook events of rows in PostgreSQL: for each message its creation and its last change, for
/// each member the last joining or leaving, for each conversation its creation and the last change
/// of its name or metadata.
///
/// @param byConversation ascending by seq within each conversation
/// @param rowsEnd time before which the rows are complete, `Long.MAX_VALUE` if there are no more
/// @param until they hold every event before this time, in epoch milliseconds
record RowEvents(Map<Long, List<WebhookEvent>> byConversation, long rowsEnd, long until) {

  /// Reads a slice of rows. If a list of the slice is full, rows after its end are unknown, so only
  /// events before the time of its last row count.
  ///
  /// @param since start time of each wanted shard, in epoch milliseconds
  /// @param limit most rows of each kind
  /// @param frontier everything before this time was archived when the rows were read
  static RowEvents of(Slice rows, Map<Integer, Long> since, int limit, long frontier) {
    long end = Long.MAX_VALUE;
    end = end(end, rows.created(), limit, row -> MessageIds.timeOf(row.id()));
    end = end(end, rows.changed(), limit, RowEvents::changedAt);
    end = end(end, rows.members(), limit, row -> row.changedAt().toEpochMilli());
    end = end(end, rows.conversations(), limit, row -> row.createdAt().toEpochMilli());
    end = end(end, rows.updated(), limit, row -> row.updatedAt().toEpochMilli());
    boolean isLast = end == Long.MAX_VALUE;
    Collector collector = new Collector(since, isLast ? end : Math.min(end, frontier));
    for (CreatedConversation row : rows.conversations()) {
      collector.add(
          new ConversationCreated(row.id(), row.createdAt().toEpochMilli(), row.members()));
    }
    for (ArchivedMessage row : rows.created()) {
      collector.add(new MessageCreated(row), MessageIds.timeOf(row.id()));
    }
    rows.changed().forEach(row -> collector.add(changed(row)));
    rows.members().forEach(row -> collector.add(member(row)));
    rows.updated().forEach(row -> collector.add(updated(row)));
    return new RowEvents(collector.sorted(), end, Math.min(end, frontier));
  }

  /// Whether this is the last slice: only rows archived after the read can follow.
  boolean isLast() {
    return rowsEnd == Long.MAX_VALUE;
  }

  private interface Time<T> {
    long of(T row);
  }

  private static <T> long end(long end, List<T> rows, int limit, Time<T> time) {
    return rows.size() < limit ? end : Math.min(end, time.of(rows.getLast()));
  }

  private static long changedAt(ArchivedMessage row) {
    Instant deletedAt = row.deletedAt();
    return (deletedAt == null ? Objects.requireNonNull(row.updatedAt()) : deletedAt).toEpochMilli();
  }

  private static WebhookEvent changed(ArchivedMessage row) {
    return row.isDeleted()
        ? new MessageDeleted(
            row.conversationID(),
            row.id(),
            row.authorID(),
            row.seq(),
            row.changeSeq(),
            changedAt(row))
        : new MessageUpdated(row, changedAt(row));
  }

  private static WebhookEvent member(ChangedMember row) {
    long at = row.changedAt().toEpochMilli();
    return row.isMember()
        ? new MemberAdded(row.conversationID(), row.userID(), row.changeSeq(), at)
        : new MemberRemoved(row.conversationID(), row.userID(), row.changeSeq(), at);
  }

  private static WebhookEvent updated(UpdatedConversation row) {
    return new ConversationUpdated(
        row.id(),
        row.updatedSeq(),
        row.updatedBy(),
        row.groupName(),
        row.metadata(),
        row.updatedAt().toEpochMilli());
  }

  private static final class Collector {
    private final Map<Integer, Long> since;
    private final long until;
    private final Map<Long, List<WebhookEvent>> events = new LinkedHashMap<>();

    private Collector(Map<Integer, Long> since, long until) {
      this.since = since;
      this.until = until;
    }

    private void add(WebhookEvent event) {
      add(event, event.at());
    }

    private void add(WebhookEvent event, long time) {
      Long from = since.get(Shards.ofConversation(event.conversationID()));
      if (from != null && time >= from && time < until) {
        events.computeIfAbsent(event.conversationID(), _ -> new ArrayList<>()).add(event);
      }
    }

    private Map<Long, List<WebhookEvent>> sorted() {
      events.values().forEach(some -> some.sort(Comparator.comparingLong(WebhookEvent::seq)));
      return events;
    }
  }
}
