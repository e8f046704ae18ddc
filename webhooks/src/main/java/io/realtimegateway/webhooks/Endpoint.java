package io.realtimegateway.webhooks;

import io.realtimegateway.model.WorkSignal;
import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.webhooks.Teller.Outcome;
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

/// One endpoint while it is switched on. Its own virtual thread starts what is due: each shard in a
/// task of its own, so that one conversation is told in order and others beside it, at most
/// [WebhookSettings#PARALLEL] at once. What the receiver does not take is tried again after a
/// pause, and its shard waits; the other shards go on. Positions are stored behind that, a few
/// times a second, so that after a kill some events are told again.
final class Endpoint implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Endpoint.class);
  private static final Duration SAVE_INTERVAL = Duration.ofMillis(250);

  /// How often a shard without news is looked at, so that its position stays near the present.
  private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);

  private static final Duration UNABLE_PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final Services services;
  private final Webhook webhook;
  private final CompletableFuture<?> before;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final Teller teller;
  private final EndpointHealth health;
  private final EndpointStore store;

  private final ReentrantLock lock = new ReentrantLock();
  private final WorkSignal signal = new WorkSignal();

  // Guarded by the lock.
  private final Retry catchUpRetry;
  private List<Lane> lanes = List.of();
  private @Nullable CatchUp catchUp;
  private boolean isCatchingUp;
  private @Nullable String switchOffWhy;
  private int running;
  private int nextLane;

  /// Of the own thread.
  private long nextSaveNanos = System.nanoTime();

  /// @param before ends when the same endpoint is no longer told as it was configured before
  Endpoint(Services services, Webhook webhook, CompletableFuture<?> before) {
    this.services = services;
    this.webhook = webhook;
    this.before = before;
    this.teller = new Teller(services, webhook);
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

  /// As what it is told.
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

  /// Ends it soon; `ended` tells when.
  void stop() {
    signal.stop();
  }

  EndpointHealth health() {
    return health;
  }

  /// Records that are archived and not told.
  long behind() {
    return followers().stream().mapToLong(ShardFollower::behind).sum();
  }

  /// Since when the endpoint lags.
  Duration lag(Instant now) {
    Instant oldest = now;
    for (ShardFollower follower : followers()) {
      Instant toldAt = follower.position().toldAt();
      oldest = follower.behind() > 0 && toldAt.isBefore(oldest) ? toldAt : oldest;
    }
    return Duration.between(oldest, now);
  }

  private List<ShardFollower> followers() {
    lock.lock();
    try {
      return lanes.stream().map(lane -> lane.follower).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      before.join();
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
    List<Lane> loaded = new ArrayList<>();
    for (WebhookPosition position : positions) {
      loaded.add(new Lane(new ShardFollower(services, position), retry()));
    }
    lock.lock();
    try {
      lanes = List.copyOf(loaded);
      lanes.stream()
          .filter(lane -> lane.follower.behind() > 0)
          .forEach(lane -> health.owes(lane.retry));
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
      startLanes(now);
    } finally {
      lock.unlock();
    }
  }

  /// In turn, so that busy shards do not keep others waiting.
  private void startLanes(long now) {
    int first = nextLane;
    for (int i = 0; i < lanes.size() && running < WebhookSettings.PARALLEL; i++) {
      Lane lane = lanes.get((first + i) % lanes.size());
      if (lane.isDue(now)) {
        lane.isRunning = true;
        running++;
        nextLane = (first + i + 1) % lanes.size();
        tasks.execute(() -> follow(lane));
      }
    }
  }

  private void startCatchUp(long now) {
    if (isCatchingUp || !catchUpRetry.isDue(now)) {
      return;
    }
    if (catchUp == null) {
      List<ShardFollower> truncated =
          lanes.stream().filter(lane -> lane.isTruncated).map(lane -> lane.follower).toList();
      if (truncated.isEmpty()) {
        return;
      }
      LOGGER.info(
          "webhook {} goes on from PostgreSQL for {} shards", webhook.id(), truncated.size());
      catchUp = new CatchUp(services, truncated);
    }
    isCatchingUp = true;
    CatchUp current = catchUp;
    tasks.execute(() -> catchUp(current));
  }

  private void follow(Lane lane) {
    ShardFollower.@Nullable Result result = null;
    try {
      result = lane.follower.follow(teller);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOGGER.debug("webhook {} cannot be told now", webhook.id(), failure);
    }
    lock.lock();
    try {
      lane.isRunning = false;
      running--;
      lane.lookAtNanos = System.nanoTime() + LOOK_INTERVAL.toNanos();
      switch (result) {
        case ShardFollower.Result.Done _ -> succeeded(lane.retry);
        case ShardFollower.Result.Truncated _ -> lane.isTruncated = true;
        case ShardFollower.Result.Stopped(Outcome outcome) -> stopped(lane.retry, outcome);
        case null -> lane.retry.later(System.nanoTime(), UNABLE_PAUSE);
      }
      signal.wake();
    } finally {
      lock.unlock();
    }
  }

  private void catchUp(CatchUp current) {
    CatchUp.@Nullable Result result = null;
    try {
      result = current.step(teller, tasks);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      LOGGER.debug("webhook {} cannot be told now", webhook.id(), failure);
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
    for (Lane lane : lanes) {
      if (current.shards().contains(lane.follower)) {
        lane.isTruncated = false;
        succeeded(lane.retry);
      }
    }
    succeeded(catchUpRetry);
  }

  /// More is owed until the catch-up is done.
  private void catchUpSucceeded() {
    if (catchUpRetry.succeeded()) {
      tryOthersNow();
    }
  }

  private void succeeded(Retry lane) {
    health.succeeded(lane);
    if (lane.succeeded()) {
      tryOthersNow();
    }
  }

  /// The receiver answers again, so there is no reason to wait.
  private void tryOthersNow() {
    long now = System.nanoTime();
    LOGGER.info("webhook {} answers again", webhook.id());
    lanes.stream()
        .map(lane -> lane.retry)
        .filter(Retry::isFailing)
        .forEach(retry -> retry.now(now));
    if (catchUpRetry.isFailing()) {
      catchUpRetry.now(now);
    }
  }

  private void stopped(Retry lane, Outcome outcome) {
    switch (outcome) {
      case Outcome.Taken _ -> throw new IllegalStateException("what was taken stops nothing");
      case Outcome.Gone _ -> switchOffWhy = "It answered 410 Gone.";
      case Outcome.Refused(String why, String detail) -> {
        if (!health.isFailing()) {
          LOGGER.warn("webhook {} fails: {} {}", webhook.id(), why, detail);
        }
        health.failed(lane, services.clock().instant(), why);
        lane.failed(System.nanoTime());
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
      if (!tasks.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
        tasks.shutdownNow();
        boolean _ = tasks.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
      }
      save();
    } catch (InterruptedException _) {
      tasks.shutdownNow();
    } finally {
      teller.close();
      ended.complete(null);
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
