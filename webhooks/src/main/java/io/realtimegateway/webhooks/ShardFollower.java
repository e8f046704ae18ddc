package io.realtimegateway.webhooks;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.webhooks.WebhookSender.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Follows one shard's journal for one endpoint. `follow` is called by one thread at a time,
/// `position` by any.
final class ShardFollower {
  private static final int ENTRIES = 32;
  private static final int BYTES = 64 << 10;
  private static final Duration TURN = Duration.ofSeconds(1);

  private final Services services;
  private volatile WebhookPosition position;

  /// How many events of the record after the position have been delivered: a record may hold
  /// several.
  private int deliveredOfNext;

  /// The result of a turn.
  sealed interface Result {
    /// Everything was delivered, or the time of the turn is used up.
    record Done() implements Result {}

    /// The journal no longer holds the next record, or cannot read it.
    record Truncated() implements Result {}

    record Stopped(Outcome outcome) implements Result {}
  }

  ShardFollower(Services services, WebhookPosition position) {
    this.services = services;
    this.position = position;
  }

  int shard() {
    return position.shard();
  }

  WebhookPosition position() {
    return position;
  }

  /// Archived records whose events have not been delivered.
  long behind() {
    return Math.max(0, services.archivedIndex().applyAsLong(shard()) - position.index());
  }

  /// Everything up to this position was delivered from PostgreSQL.
  void moveTo(WebhookPosition now) {
    if (now.index() != position.index()) {
      deliveredOfNext = 0;
    }
    position = now;
  }

  /// Delivers what is archived, for about a second. Blocks.
  Result follow(WebhookSender sender) throws InterruptedException {
    long endNanos = System.nanoTime() + TURN.toNanos();
    do {
      Instant readAt = services.clock().instant();
      long archived = services.archivedIndex().applyAsLong(shard());
      List<JournalEntry> entries;
      try {
        entries = services.reads().read(shard(), position.index() + 1, ENTRIES, BYTES);
      } catch (TruncatedException _) {
        return new Result.Truncated();
      } catch (DamagedException _) {
        // If it is archived, PostgreSQL has it. If not, it never will be.
        return archived > position.index() ? new Result.Truncated() : new Result.Done();
      }
      if (isBroken(entries, archived)) {
        return new Result.Truncated();
      }
      if (entries.isEmpty()) {
        position = new WebhookPosition(shard(), position.epoch(), position.index(), readAt);
        return new Result.Done();
      }
      for (JournalEntry entry : entries) {
        if (entry.index() > archived) {
          return new Result.Done();
        }
        Outcome outcome = deliver(entry, sender, readAt.toEpochMilli());
        if (!(outcome instanceof Outcome.Delivered)) {
          return new Result.Stopped(outcome);
        }
        passed(entry);
      }
    } while (System.nanoTime() - endNanos < 0);
    return new Result.Done();
  }

  /// Indexes are dense: if the first record read is not the next one, records are missing (for
  /// example in a new local store).
  private boolean isBroken(List<JournalEntry> entries, long archived) {
    long next = position.index() + 1;
    return entries.isEmpty() ? archived >= next : entries.getFirst().index() != next;
  }

  private Outcome deliver(JournalEntry entry, WebhookSender sender, long readAt)
      throws InterruptedException {
    List<WebhookEvent> events = RecordEvents.of(entry, readAt);
    while (deliveredOfNext < events.size()) {
      WebhookEvent event = events.get(deliveredOfNext);
      if (sender.wants(event)) {
        Outcome outcome = sender.deliver(event);
        if (!(outcome instanceof Outcome.Delivered)) {
          return outcome;
        }
      }
      deliveredOfNext++;
    }
    return new Outcome.Delivered();
  }

  private void passed(JournalEntry entry) {
    long time = RecordEvents.timeOf(entry.record());
    deliveredOfNext = 0;
    position =
        new WebhookPosition(
            shard(),
            entry.epoch(),
            entry.index(),
            time == 0 ? position.deliveredAt() : Instant.ofEpochMilli(time));
  }
}
