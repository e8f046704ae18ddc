package io.realtimegateway.webhooks;

import io.realtimegateway.model.WorkSignal;
import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.webhooks.WebhookSender.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One endpoint while it is enabled. Its virtual thread starts a task for each shard that is due,
/// so that the events of one conversation are delivered in order and those of other shards in
/// parallel, at most [WebhookSettings#PARALLEL] tasks at once. A failed delivery is retried after a
/// pause; only its shard waits. Positions are stored afterwards, a few times a second, so that some
/// events are delivered again after a kill.
final class Endpoint implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Endpoint.class);
  private static final Duration SAVE_INTERVAL = Duration.ofMillis(250);

  /// How often an idle shard is visited, so that its position stays close to the present.
  private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);

  private static final Duration UNABLE_PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_RESPONSES = Duration.ofSeconds(2);

  private final Services services;
  private final Webhook webhook;
  private final CompletableFuture<?> previous;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final WebhookSender sender;
  private final EndpointHealth health;
  private final EndpointStore store;

  private final ReentrantLock lock = new ReentrantLock();
  private final WorkSignal signal = new WorkSignal();

  // Guarded by the lock.
  private final Retry catchUpRetry;
  private List<FollowedShard> followed = List.of();
  private @Nullable CatchUp catchUp;
  private boolean isCatchingUp;
  private @Nullable String switchOffWhy;
  private int running;
  private int nextShard;

  /// Used by this endpoint's thread only.
  private long nextSaveNanos = System.nanoTime();

  /// @param previous completes when deliveries under the endpoint's previous configuration have
  ///   ended
  Endpoint(Services services, Webhook webhook, CompletableFuture<?> previous) {
    this.services = services;
    this.webhook = webhook;
    this.previous = previous;
    this.sender = new WebhookSender(services, webhook);
    this.health = new EndpointHealth(services.settings().giveUpAfter(), webhook.failingSince());
    this.store = new EndpointStore(services, webhook, health);
    this.catchUpRetry = retry();
  }

  private Retry retry() {
    return new Retry(
        WebhookSettings.FIRST_PAUSE,
        WebhookSettings.LONGEST_PAUSE,
        services.random(),
        System.nanoTime());
  }

  /// The configuration of this endpoint.
  Webhook webhook() {
    return webhook;
  }

  CompletableFuture<Void> ended() {
    return ended;
  }

  /// More is archived. From any thread.
  void wake() {
    signal.wake();
  }

  /// Stops it soon; `ended` completes then.
  void stop() {
    signal.stop();
  }

  EndpointHealth health() {
    return health;
  }

  /// Archived records whose events have not been delivered.
  long behind() {
    return followers().stream().mapToLong(ShardFollower::behind).sum();
  }

  /// Age of the oldest position that is behind the archive.
  Duration lag(Instant now) {
    Instant oldest = now;
    for (ShardFollower follower : followers()) {
      Instant deliveredAt = follower.position().deliveredAt();
      oldest = follower.behind() > 0 && deliveredAt.isBefore(oldest) ? deliveredAt : oldest;
    }
    return Duration.between(oldest, now);
  }

  private List<ShardFollower> followers() {
    lock.lock();
    try {
      return followed.stream().map(shard -> shard.follower).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      previous.join();
      load();
      while (signal.await(SAVE_INTERVAL.toNanos())) {
        launch();
        if (System.nanoTime() - nextSaveNanos >= 0) {
          save();
          nextSaveNanos = System.nanoTime() + SAVE_INTERVAL.toNanos();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void load() throws InterruptedException {
    List<WebhookPosition> positions = store.load();
    while (positions.isEmpty() && signal.pause(UNABLE_PAUSE.toNanos())) {
      positions = store.load();
    }
    List<FollowedShard> loaded = new ArrayList<>();
    for (WebhookPosition position : positions) {
      loaded.add(new FollowedShard(new ShardFollower(services, position), retry()));
    }
    lock.lock();
    try {
      followed = List.copyOf(loaded);
      followed.stream()
          .filter(shard -> shard.follower.behind() > 0)
          .forEach(shard -> health.mayHaveFailed(shard.retry));
    } finally {
      lock.unlock();
    }
  }

  private void launch() {
    lock.lock();
    try {
      long now = System.nanoTime();
      String why = health.giveUp(services.clock().instant());
      if (why != null && switchOffWhy == null) {
        switchOffWhy = why;
      }
      if (switchOffWhy != null) {
        return;
      }
      startCatchUp(now);
      startFollowing(now);
    } finally {
      lock.unlock();
    }
  }

  /// Round-robin, so that busy shards do not starve others.
  private void startFollowing(long now) {
    int first = nextShard;
    for (int i = 0; i < followed.size() && running < WebhookSettings.PARALLEL; i++) {
      FollowedShard shard = followed.get((first + i) % followed.size());
      if (shard.isDue(now)) {
        shard.isRunning = true;
        running++;
        nextShard = (first + i + 1) % followed.size();
        tasks.execute(() -> follow(shard));
      }
    }
  }

  private void startCatchUp(long now) {
    if (isCatchingUp || !catchUpRetry.isDue(now)) {
      return;
    }
    if (catchUp == null) {
      List<ShardFollower> truncated =
          followed.stream()
              .filter(shard -> shard.isTruncated)
              .map(shard -> shard.follower)
              .toList();
      if (truncated.isEmpty()) {
        return;
      }
      LOGGER.info(
          "webhook {} catches up from PostgreSQL for {} shards", webhook.id(), truncated.size());
      catchUp = new CatchUp(services, truncated);
    }
    isCatchingUp = true;
    CatchUp current = catchUp;
    tasks.execute(() -> catchUp(current));
  }

  private void follow(FollowedShard shard) {
    ShardFollower.@Nullable Result result = null;
    try {
      result = shard.follower.follow(sender);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOGGER.debug("events of webhook {} cannot be delivered now", webhook.id(), failure);
    }
    lock.lock();
    try {
      shard.isRunning = false;
      running--;
      shard.visitAtNanos = System.nanoTime() + LOOK_INTERVAL.toNanos();
      switch (result) {
        case ShardFollower.Result.Done _ -> succeeded(shard.retry);
        case ShardFollower.Result.Truncated _ -> shard.isTruncated = true;
        case ShardFollower.Result.Stopped(Outcome outcome) -> stopped(shard.retry, outcome);
        case null -> shard.retry.later(System.nanoTime(), UNABLE_PAUSE);
      }
      signal.wake();
    } finally {
      lock.unlock();
    }
  }

  private void catchUp(CatchUp current) {
    CatchUp.@Nullable Result result = null;
    try {
      result = current.step(sender, tasks);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOGGER.debug("events of webhook {} cannot be delivered now", webhook.id(), failure);
    }
    lock.lock();
    try {
      isCatchingUp = false;
      switch (result) {
        case CatchUp.Result.Done _ -> caughtUp(current);
        case CatchUp.Result.More _ -> catchUpSucceeded();
        case CatchUp.Result.Stopped(Outcome outcome) -> stopped(catchUpRetry, outcome);
        case CatchUp.Result.Later _ -> catchUpRetry.later(System.nanoTime(), UNABLE_PAUSE);
        case null -> catchUpRetry.later(System.nanoTime(), UNABLE_PAUSE);
      }
      signal.wake();
    } finally {
      lock.unlock();
    }
  }

  private void caughtUp(CatchUp current) {
    catchUp = null;
    for (FollowedShard shard : followed) {
      if (current.shards().contains(shard.follower)) {
        shard.isTruncated = false;
        succeeded(shard.retry);
      }
    }
    succeeded(catchUpRetry);
  }

  /// Keeps the endpoint failing: more is undelivered until the catch-up is done.
  private void catchUpSucceeded() {
    if (catchUpRetry.succeeded()) {
      tryOthersNow();
    }
  }

  private void succeeded(Retry shard) {
    health.succeeded(shard);
    if (shard.succeeded()) {
      tryOthersNow();
    }
  }

  /// The receiver responds again, so do not wait for the back-off.
  private void tryOthersNow() {
    long now = System.nanoTime();
    LOGGER.info("webhook {} responds again", webhook.id());
    followed.stream()
        .map(shard -> shard.retry)
        .filter(Retry::isFailing)
        .forEach(retry -> retry.now(now));
    if (catchUpRetry.isFailing()) {
      catchUpRetry.now(now);
    }
  }

  private void stopped(Retry shard, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ ->
          throw new IllegalStateException("a delivered event stops nothing");
      case Outcome.Gone _ -> switchOffWhy = "It answered 410 Gone.";
      case Outcome.Refused(String why, String detail) -> {
        if (!health.isFailing()) {
          LOGGER.warn("webhook {} fails: {} {}", webhook.id(), why, detail);
        }
        health.failed(shard, services.clock().instant(), why);
        shard.failed(System.nanoTime());
      }
    }
  }

  private void save() throws InterruptedException {
    String why = switchOffWhy();
    if (store.save(followers(), why) && why != null) {
      stop();
    }
  }

  private @Nullable String switchOffWhy() {
    lock.lock();
    try {
      return switchOffWhy;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    boolean wasInterrupted = Thread.interrupted();
    try {
      tasks.shutdown();
      if (!tasks.awaitTermination(LAST_RESPONSES.toMillis(), TimeUnit.MILLISECONDS)) {
        tasks.shutdownNow();
        boolean _ = tasks.awaitTermination(LAST_RESPONSES.toMillis(), TimeUnit.MILLISECONDS);
      }
      save();
    } catch (InterruptedException _) {
      tasks.shutdownNow();
    } finally {
      sender.close();
      ended.complete(null);
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
