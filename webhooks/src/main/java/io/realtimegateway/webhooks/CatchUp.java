package io.realtimegateway.webhooks;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.applications.WebhookHistory.Slice;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.webhooks.Teller.Outcome;
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

/// Tells one endpoint from PostgreSQL what happened in some shards since it was told last, because
/// their journal no longer reaches back. It goes from slice to slice of the time since, and ends at
/// a position from which the journal goes on.
///
/// Times come from the engine's clock, which may step back: what happened up to a minute before the
/// last position may be told again, under the same ids.
final class CatchUp {
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /// From the decision of an event to its commit, at the longest.
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

  private static final int ROWS = 500;
  private static final int ENTRIES = 64;
  private static final int BYTES = 64 << 10;

  private final Services services;
  private final List<ShardFollower> shards;
  private final Map<Integer, Long> since = new HashMap<>();

  /// Ids of what is told of the slice that is under way.
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private long from = Long.MAX_VALUE;
  private int rows = ROWS;

  /// What a step came to.
  sealed interface Result {
    record Done() implements Result {}

    record More() implements Result {}

    /// The archive has to move on first.
    record Later() implements Result {}

    record Stopped(Outcome outcome) implements Result {}
  }

  CatchUp(Services services, List<ShardFollower> shards) {
    this.services = services;
    this.shards = List.copyOf(shards);
    for (ShardFollower shard : shards) {
      long begin = shard.position().toldAt().minus(MARGIN).toEpochMilli();
      since.put(shard.shard(), begin);
      from = Math.min(from, begin);
    }
  }

  List<ShardFollower> shards() {
    return shards;
  }

  /// Tells a slice. Blocks.
  ///
  /// @param threads where conversations are told side by side
  Result step(Teller teller, ExecutorService threads) throws InterruptedException {
    long frontier = frontier();
    Slice slice =
        services
            .directory()
            .ask(
                () ->
                    services
                        .history()
                        .since(Instant.ofEpochMilli(from), MessageIds.lowestAt(from), rows));
    RowEvents events = RowEvents.of(slice, since, rows, frontier);
    if (!events.isLast() && events.until() <= from) {
      if (events.rowsEnd() > from) {
        return new Result.Later();
      }
      rows *= 2; // More rows than that have one time.
      return new Result.More();
    }
    Outcome outcome = tell(events, teller, threads);
    if (!(outcome instanceof Outcome.Taken)) {
      return new Result.Stopped(outcome);
    }
    told.clear();
    rows = ROWS;
    from = Math.max(from, events.until());
    moveShards(events.isLast() ? slice.archived() : List.of());
    return events.isLast() ? new Result.Done() : new Result.More();
  }

  private Outcome tell(RowEvents events, Teller teller, ExecutorService threads)
      throws InterruptedException {
    Queue<List<WebhookEvent>> waiting =
        new ConcurrentLinkedQueue<>(events.byConversation().values());
    AtomicReference<Outcome> outcome = new AtomicReference<>(new Outcome.Taken());
    List<Callable<Outcome>> lanes = new ArrayList<>();
    for (int lane = 0; lane < WebhookSettings.PARALLEL; lane++) {
      lanes.add(() -> tell(waiting, outcome, teller));
    }
    for (Future<Outcome> lane : threads.invokeAll(lanes)) {
      try {
        lane.get();
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(failure.getCause());
      }
    }
    return outcome.get();
  }

  private Outcome tell(
      Queue<List<WebhookEvent>> waiting, AtomicReference<Outcome> shared, Teller teller)
      throws InterruptedException {
    for (List<WebhookEvent> some = waiting.poll(); some != null; some = waiting.poll()) {
      for (WebhookEvent event : some) {
        if (!(shared.get() instanceof Outcome.Taken)) {
          return shared.get();
        }
        if (teller.wants(event) && !told.contains(event.id())) {
          Outcome outcome = teller.tell(event);
          if (!(outcome instanceof Outcome.Taken)) {
            shared.set(outcome);
            return outcome;
          }
          told.add(event.id());
        }
      }
    }
    return shared.get();
  }

  /// @param archived positions from which the journal goes on; empty before the end
  private void moveShards(List<ShardPosition> archived) {
    for (ShardFollower shard : shards) {
      WebhookPosition before = shard.position();
      Instant toldAt = Instant.ofEpochMilli(Math.max(from, before.toldAt().toEpochMilli()));
      WebhookPosition now =
          new WebhookPosition(shard.shard(), before.epoch(), before.index(), toldAt);
      for (ShardPosition row : archived) {
        if (row.shard() == shard.shard()) {
          now = new WebhookPosition(row.shard(), row.epoch(), row.index(), toldAt);
        }
      }
      shard.standsAt(now);
    }
  }

  /// What happened in these shards before this time is archived.
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
        return now; // Nothing from there on will be archived.
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
