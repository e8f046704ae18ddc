package io.realtimegateway.webhooks;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.applications.WebhookHistory.Slice;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.webhooks.WebhookSender.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/// Delivers to one endpoint from PostgreSQL what happened in some shards since its last delivery,
/// because the journal no longer holds those records. It proceeds in slices of time and ends at a
/// position from which the journal can be followed again.
///
/// Times come from the engine's clock, which may step back: events of up to a minute before the
/// last position may be delivered again, under the same ids.
final class CatchUp {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /// The longest time from the decision of an event to its commit.
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  private static final int ROWS = 500;
  private static final int ENTRIES = 64;
  private static final int BYTES = 64 << 10;

  private final Services services;
  private final List<ShardFollower> shards;
  private final Map<Integer, Long> since = new HashMap<>();

  /// Ids of the events of the current slice that have been delivered.
  private final Set<String> delivered = ConcurrentHashMap.newKeySet();

  private long from = Long.MAX_VALUE;
  private int rows = ROWS;

  /// The result of a step.
  sealed interface Result {
    record Done() implements Result {}

    record More() implements Result {}

    /// Try again once more is archived.
    record Later() implements Result {}

    record Stopped(Outcome outcome) implements Result {}
  }

  CatchUp(Services services, List<ShardFollower> shards) {
    this.services = services;
    this.shards = List.copyOf(shards);
    for (ShardFollower shard : shards) {
      long begin = shard.position().deliveredAt().minus(MARGIN).toEpochMilli();
      since.put(shard.shard(), begin);
      from = Math.min(from, begin);
    }
  }

  List<ShardFollower> shards() {
    return shards;
  }

  /// Delivers a slice. Blocks.
  ///
  /// @param threads run the deliveries of different conversations in parallel
  Result step(WebhookSender sender, ExecutorService threads) throws InterruptedException {
    long frontier = frontier();
    Slice slice =
        services
            .directory()
            .lookUp(
                () ->
                    services
                        .history()
                        .since(Instant.ofEpochMilli(from), MessageIds.lowestAt(from), rows));
    RowEvents events = RowEvents.of(slice, since, rows, frontier);
    if (!events.isLast() && events.until() <= from) {
      if (events.rowsEnd() > from) {
        return new Result.Later();
      }
      rows *= 2; // More rows than the limit have the same time.
      return new Result.More();
    }
    Outcome outcome = deliver(events, sender, threads);
    if (!(outcome instanceof Outcome.Delivered)) {
      return new Result.Stopped(outcome);
    }
    delivered.clear();
    rows = ROWS;
    from = Math.max(from, events.until());
    moveShards(events.isLast() ? slice.archived() : List.of());
    return events.isLast() ? new Result.Done() : new Result.More();
  }

  private Outcome deliver(RowEvents events, WebhookSender sender, ExecutorService threads)
      throws InterruptedException {
    Queue<List<WebhookEvent>> waiting =
        new ConcurrentLinkedQueue<>(events.byConversation().values());
    AtomicReference<Outcome> outcome = new AtomicReference<>(new Outcome.Delivered());
    List<Callable<Outcome>> deliveries = new ArrayList<>();
    for (int delivery = 0; delivery < WebhookSettings.PARALLEL; delivery++) {
      deliveries.add(() -> deliver(waiting, outcome, sender));
    }
    for (Future<Outcome> delivery : threads.invokeAll(deliveries)) {
      try {
        delivery.get();
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(failure.getCause());
      }
    }
    return outcome.get();
  }

  private Outcome deliver(
      Queue<List<WebhookEvent>> waiting, AtomicReference<Outcome> shared, WebhookSender sender)
      throws InterruptedException {
    for (List<WebhookEvent> some = waiting.poll(); some != null; some = waiting.poll()) {
      for (WebhookEvent event : some) {
        if (!(shared.get() instanceof Outcome.Delivered)) {
          return shared.get();
        }
        if (sender.wants(event) && !delivered.contains(event.id())) {
          Outcome outcome = sender.deliver(event);
          if (!(outcome instanceof Outcome.Delivered)) {
            shared.set(outcome);
            return outcome;
          }
          delivered.add(event.id());
        }
      }
    }
    return shared.get();
  }

  /// @param archived positions from which the journal can be followed; empty before the last slice
  private void moveShards(List<ShardPosition> archived) {
    for (ShardFollower shard : shards) {
      WebhookPosition before = shard.position();
      Instant deliveredAt =
          Instant.ofEpochMilli(Math.max(from, before.deliveredAt().toEpochMilli()));
      WebhookPosition now =
          new WebhookPosition(shard.shard(), before.epoch(), before.index(), deliveredAt);
      for (ShardPosition row : archived) {
        if (row.shard() == shard.shard()) {
          now = new WebhookPosition(row.shard(), row.epoch(), row.index(), deliveredAt);
        }
      }
      shard.moveTo(now);
    }
  }

  /// Everything that happened in these shards before this time is archived.
  private long frontier() throws InterruptedException {
    long frontier = Long.MAX_VALUE;
    for (ShardFollower shard : shards) {
      frontier = Math.min(frontier, frontier(shard.shard()));
    }
    return frontier - ON_ITS_WAY.toMillis();
  }

  private long frontier(int shard) throws InterruptedException {
    long index = services.archivedIndex().applyAsLong(shard);
    long now = services.clock().millis();
    while (true) {
      List<JournalEntry> entries;
      try {
        entries = services.reads().read(shard, index + 1, ENTRIES, BYTES);
      } catch (DamagedException _) {
        return now; // Nothing later is waiting to be archived.
      }
      if (entries.isEmpty()) {
        return now;
      }
      for (JournalEntry entry : entries) {
        long time = RecordEvents.timeOf(entry.record());
        if (time != 0) {
          return Math.min(time, now);
        }
      }
      index = entries.getLast().index();
    }
  }
}
