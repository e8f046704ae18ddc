package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.api.edge.TrustedProxies;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.rate.KeyedBuckets;
import io.realtimegateway.edge.rate.LimitSettings;
import io.realtimegateway.gateway.GatewayEnvironment;
import io.realtimegateway.gateway.GatewayOptions;
import io.realtimegateway.gateway.engine.GatewayLoop;
import io.realtimegateway.gateway.upgrade.Caller;
import io.realtimegateway.gateway.upgrade.WebSocketEndpoint;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.link.connecting.EngineRoute;
import io.realtimegateway.link.connecting.LoopEngineLinks;
import io.realtimegateway.model.Uuid7;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.security.web.WebOrigin;
import io.realtimegateway.server.configuration.Configuration;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway of this process: one loop on each event loop.
final class GatewayPart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayPart.class);
  private static final int SEED_BYTES = 40;

  /// Most users and client addresses whose rate is kept.
  private static final int KEPT_USERS = 100_000;

  private static final int KEPT_ADDRESSES = 10_000;

  private static final Duration LAST_CLOSES = Duration.ofSeconds(1);

  private final List<GatewayLoop> loops = new ArrayList<>();
  private final List<WebSocketEndpoint> endpoints = new ArrayList<>();
  private final List<EngineLinks> links = new ArrayList<>();

  GatewayPart(Basics basics, List<EventLoop> eventLoops, EngineRoute engine) {
    LimitSettings limits = basics.configuration().limits();
    GatewayEnvironment environment =
        new GatewayEnvironment(
            options(basics.configuration()),
            new KeyedBuckets<>(limits.commandsOfUser(), KEPT_USERS),
            basics.tickets()::verify,
            new Uuid7(basics.clock(), ofEachThread(basics.random()))::next,
            basics.clock(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextLong(),
            basics.meters());
    LinkEnvironment environmentOfLinks = basics.links("gateway", eventLoops.getFirst());
    KeyedBuckets<String> rates = new KeyedBuckets<>(limits.upgrades(), KEPT_ADDRESSES);
    Function<HttpServerRequest, Caller> callers = callers(basics);
    for (int i = 0; i < eventLoops.size(); i++) {
      EventLoop eventLoop = eventLoops.get(i);
      Peer self = new Peer(Role.GATEWAY, basics.node(), i);
      GatewayLoop loop =
          new GatewayLoop(
              i,
              eventLoop,
              environment,
              listener ->
                  keep(new LoopEngineLinks(eventLoop, self, engine, environmentOfLinks, listener)));
      loops.add(loop);
      endpoints.add(new WebSocketEndpoint(loop, rates, callers));
    }
  }

  /// Random bits for names. They have to differ and may be guessed, so each thread has a generator
  /// of its own: the secure one is shared, and its lock would be taken for each message.
  private static RandomGenerator ofEachThread(SecureRandom seeds) {
    RandomGeneratorFactory<RandomGenerator> kind = RandomGeneratorFactory.of("L64X256MixRandom");
    ThreadLocal<RandomGenerator> own =
        ThreadLocal.withInitial(
            () -> {
              byte[] seed = new byte[SEED_BYTES];
              seeds.nextBytes(seed);
              return kind.create(seed);
            });
    return () -> own.get().nextLong();
  }

  private EngineLinks keep(EngineLinks ofLoop) {
    links.add(ofLoop);
    return ofLoop;
  }

  List<EngineLinks> links() {
    return List.copyOf(links);
  }

  private static Function<HttpServerRequest, Caller> callers(Basics basics) {
    TrustedProxies proxies = new TrustedProxies(basics.configuration().http().trustedProxies());
    return request ->
        new Caller(
            proxies.clientAddress(request),
            proxies.requested(request).map(PublicUrl::origin).orElse(""));
  }

  void start() {
    loops.forEach(GatewayLoop::start);
  }

  /// Takes `/ws` on an event loop.
  WebSocketEndpoint endpoint(int loop) {
    return endpoints.get(loop);
  }

  /// Whether every user may connect, on each loop. Blocks for a second at most.
  boolean isReady() {
    try {
      return loops.stream()
          .map(loop -> loop.isReady().toCompletableFuture().orTimeout(1, TimeUnit.SECONDS))
          .toList()
          .stream()
          .allMatch(CompletableFuture::join);
    } catch (CompletionException _) {
      return false;
    }
  }

  /// Sends all browsers away; returns when they are gone or the time is over.
  ///
  /// @param spread over which they are sent away
  /// @param within how long to wait for those whose commands are not answered yet
  void drain(Duration spread, Duration within) {
    int leaving = loops.stream().mapToInt(loop -> loop.size().toCompletableFuture().join()).sum();
    CompletableFuture<?>[] all =
        loops.stream()
            .map(loop -> loop.drain(spread, leaving).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(all)
          .orTimeout(within.plus(LAST_CLOSES).toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (RuntimeException _) {
      LOG.info("Some browsers did not leave in time");
    }
  }

  @Override
  public void close() {
    loops.forEach(GatewayLoop::stop);
  }

  private static GatewayOptions options(Configuration configuration) {
    return new GatewayOptions(
        Origins.of(
            configuration.originTexts(),
            configuration.http().publicOrigin().map(WebOrigin::toString)),
        configuration.limits(),
        configuration.gateway(),
        configuration.heartbeat(),
        configuration.engine().lostAfter(),
        configuration.drain().spread());
  }
}
