package io.realtimegateway.webhooks;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.store.applications.WebhookHistory;
import io.realtimegateway.store.applications.WebhookRepository;
import io.realtimegateway.store.conversations.ConversationRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers archived events to the application's endpoints, in the process that owns the archive.
/// It reads the endpoints every second; changes made through the API take effect then.
public final class WebhookDispatcher {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebhookDispatcher.class);
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final Services services;
  private final StoreReads reads;
  private final OutboundNames names;
  private final ScheduledThreadPoolExecutor alarms;
  private final Map<Long, Endpoint> endpoints = new ConcurrentHashMap<>();

  /// Endpoints that are stopping. Used by the refreshing thread only.
  private final Map<Long, CompletableFuture<Void>> ending = new HashMap<>();

  private final Thread refreshing;
  private volatile boolean isStopped;

  /// What the dispatcher needs.
  ///
  /// @param archivedIndex index of the last archived record of a shard; never blocks
  /// @param tls holds the trusted certificates
  /// @param random thread-safe
  public record Environment(
      WebhookSettings settings,
      Journal journal,
      LocalViews views,
      Database database,
      IntToLongFunction archivedIndex,
      OnlineUsers online,
      SSLSocketFactory tls,
      InstantSource clock,
      RandomGenerator random,
      MeterRegistry meters) {}

  public WebhookDispatcher(Environment environment) {
    this.reads = new StoreReads(environment.journal(), environment.views());
    this.names = new OutboundNames(environment.settings().allowPrivateAddresses());
    this.alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("webhook-alarms").factory());
    alarms.setRemoveOnCancelPolicy(true);
    WebhookHistory history = new WebhookHistory(environment.database());
    this.services =
        new Services(
            environment.settings(),
            new WebhookRepository(environment.database()),
            history,
            new Directory(
                history, new ConversationRepository(environment.database()), environment.online()),
            reads,
            environment.archivedIndex(),
            names,
            alarms,
            environment.tls(),
            environment.clock(),
            environment.random(),
            environment.meters());
    this.refreshing = Thread.ofVirtual().name("webhooks").unstarted(this::keepRefreshing);
    measure(environment.meters());
  }

  private void measure(MeterRegistry meters) {
    Gauge.builder("webhooks.endpoints", endpoints, Map::size)
        .description("Endpoints that are enabled")
        .register(meters);
    Gauge.builder("webhooks.failing", this, WebhookDispatcher::failing)
        .description("Endpoints whose deliveries fail")
        .register(meters);
    Gauge.builder("webhooks.lag.records", this, WebhookDispatcher::behind)
        .description("Archived records whose events are not delivered yet, over all endpoints")
        .register(meters);
    Gauge.builder("webhooks.lag.age", this, WebhookDispatcher::lagSeconds)
        .description("Lag of the endpoint that is furthest behind")
        .baseUnit("seconds")
        .register(meters);
  }

  private long failing() {
    return endpoints.values().stream().filter(each -> each.health().isFailing()).count();
  }

  private long behind() {
    return endpoints.values().stream().mapToLong(Endpoint::behind).sum();
  }

  private double lagSeconds() {
    Instant now = services.clock().instant();
    return endpoints.values().stream()
        .mapToDouble(endpoint -> endpoint.lag(now).toMillis() / 1000.0)
        .max()
        .orElse(0);
  }

  public void start() {
    refreshing.start();
  }

  /// More is archived. From any thread; does not block.
  public void wake() {
    endpoints.values().forEach(Endpoint::wake);
  }

  private void keepRefreshing() {
    boolean wasFailing = false;
    while (!isStopped) {
      try {
        refresh();
        wasFailing = false;
      } catch (RuntimeException failure) {
        if (!wasFailing) {
          LOGGER.warn(
              "webhooks pause because the endpoints cannot be read: {}", failure.toString());
        }
        wasFailing = true;
      } catch (InterruptedException _) {
        return;
      }
      try {
        Thread.sleep(REFRESH);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void refresh() throws InterruptedException {
    Map<Long, Webhook> wanted = new HashMap<>();
    for (Webhook webhook : services.directory().lookUp(services.webhooks()::enabled)) {
      wanted.put(webhook.id(), webhook);
    }
    for (Endpoint endpoint : List.copyOf(endpoints.values())) {
      Webhook now = wanted.get(endpoint.webhook().id());
      if (endpoint.ended().isDone()) {
        wanted.remove(endpoint.webhook().id()); // It may have been read before its end.
      }
      if (now == null || endpoint.ended().isDone() || isToBeginAnew(endpoint, now)) {
        end(endpoint);
      }
    }
    ending.values().removeIf(CompletableFuture::isDone);
    wanted.forEach((id, webhook) -> endpoints.computeIfAbsent(id, _ -> begin(webhook)));
  }

  /// Whether its configuration has changed, or it was disabled and enabled again.
  private static boolean isToBeginAnew(Endpoint endpoint, Webhook now) {
    Webhook before = endpoint.webhook();
    return !before.url().equals(now.url())
        || !before.eventTypes().equals(now.eventTypes())
        || !before.secret().equals(now.secret())
        || (now.failingSince() == null && endpoint.health().isStoredAsFailing());
  }

  private void end(Endpoint endpoint) {
    endpoint.stop();
    endpoints.remove(endpoint.webhook().id());
    ending.put(endpoint.webhook().id(), endpoint.ended());
  }

  private Endpoint begin(Webhook webhook) {
    CompletableFuture<Void> before =
        ending.getOrDefault(webhook.id(), CompletableFuture.completedFuture(null));
    Endpoint endpoint = new Endpoint(services, webhook, before);
    Thread.ofVirtual().name("webhook-" + webhook.id()).start(endpoint);
    return endpoint;
  }

  /// Waits for running deliveries and stores the positions. Blocks.
  public void stop(Duration within) {
    isStopped = true;
    refreshing.interrupt();
    List<Endpoint> last = List.copyOf(endpoints.values());
    last.forEach(Endpoint::stop);
    try {
      CompletableFuture.allOf(
              last.stream().map(Endpoint::ended).toArray(CompletableFuture<?>[]::new))
          .get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOGGER.warn(
          "webhooks that were being delivered are delivered again after the next start", late);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    alarms.shutdownNow();
    names.close();
    reads.close();
  }
}
