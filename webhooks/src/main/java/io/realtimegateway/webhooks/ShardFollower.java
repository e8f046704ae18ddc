package io.realtimegateway.webhooks;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.webhooks.Teller.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Follows one shard's journal for one endpoint. `follow` is called by one thread at a time;
/// `position` is for all.
final class ShardFollower {
  private static final int ENTRIES = 32;
  private static final int BYTES = 64 << 10;
  private static final Duration TURN = Duration.ofSeconds(1);

  private final Services services;
  private volatile WebhookPosition position;

  /// Events of the record behind the position that are told already: it may hold several.
  private int toldOfNext;

  /// What the last turn came to.
  sealed interface Result {
    /// Everything was told, or the turn was over.
    record Done() implements Result {}

    /// The journal no longer has what comes next, or cannot read it.
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

  /// Records that are archived and not told.
  long behind() {
    return Math.max(0, services.archivedIndex().applyAsLong(shard()) - position.index());
  }

  /// Everything up to there was told from PostgreSQL.
  void standsAt(WebhookPosition now) {
    if (now.index() != position.index()) {
      toldOfNext = 0;
    }
    position = now;
  }

  /// Tells what is archived, for about a second. Blocks.
  Result follow(Teller teller) throws InterruptedException {
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
        // PostgreSQL has it where it is archived. What is not never will be.
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
        Outcome outcome = tell(entry, teller, readAt.toEpochMilli());
        if (!(outcome instanceof Outcome.Taken)) {
          return new Result.Stopped(outcome);
        }
        passed(entry);
      }
    } while (System.nanoTime() - endNanos < 0);
    return new Result.Done();
  }

  /// Indexes are dense: where the next one is not the first that is there, records are missing (a
  /// new local store, say).
  private boolean isBroken(List<JournalEntry> entries, long archived) {
    long next = position.index() + 1;
    return entries.isEmpty() ? archived >= next : entries.getFirst().index() != next;
  }

  private Outcome tell(JournalEntry entry, Teller teller, long readAt) throws InterruptedException {
    List<WebhookEvent> events = RecordEvents.of(entry, readAt);
    while (toldOfNext < events.size()) {
      WebhookEvent event = events.get(toldOfNext);
      if (teller.wants(event)) {
        Outcome outcome = teller.tell(event);
        if (!(outcome instanceof Outcome.Taken)) {
          return outcome;
        }
      }
      toldOfNext++;
    }
    return new Outcome.Taken();
  }

  private void passed(JournalEntry entry) {
    long time = RecordEvents.timeOf(entry.record());
    toldOfNext = 0;
    position =
        new WebhookPosition(
            shard(),
            entry.epoch(),
            entry.index(),
            time == 0 ? position.toldAt() : Instant.ofEpochMilli(time));
  }
}
