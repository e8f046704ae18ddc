package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.api.edge.TrustedProxies;
import io.realtimegateway.api.health.Health;
import io.realtimegateway.api.health.MetricsReaders;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.link.connecting.EngineRoute;
import io.realtimegateway.model.Uuid7;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.Drain;
import io.realtimegateway.server.configuration.ProcessRole;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of one process, wired by hand. They start in the order in which they need each other
/// and stop in the opposite one.
final class Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// A part that was started.
  private record Started(String name, AutoCloseable part) {}

  private final Deque<Started> started = new ArrayDeque<>();
  private final ProcessHealth health = new ProcessHealth();
  private final BooleanSupplier isEnding;
  private @Nullable HttpPort httpPort;
  private @Nullable EnginePart engine;
  private @Nullable ApiPart api;
  private @Nullable GatewayPart gateway;

  private Server(BooleanSupplier isEnding) {
    this.isEnding = isEnding;
  }

  /// Starts all parts that the roles ask for.
  ///
  /// @param end ends the process
  /// @param isEnding whether its end was asked for already: then the start is given up
  /// @throws StartFailure where a part cannot start for a reason that the user can mend
  /// @throws EndedEarlyException where it was given up
  static Server start(
      Configuration configuration, Consumer<ExitCode> end, BooleanSupplier isEnding) {
    Server server = new Server(isEnding);
    try {
      server.startParts(configuration, end);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// Before the parts stop: refuses new work, finishes what is under way, and sends the browsers
  /// away. What is left of the time then is the archiver's, when the engine stops. An engine that
  /// ends alone sends no browsers away: the gateways keep their sockets for the next one.
  void drain(Drain drain) {
    health.reached(ProcessStage.STOPPING);
    long deadlineNanos = System.nanoTime() + drain.deadline().toNanos();
    ApiPart rest = api;
    Thread requests =
        Thread.ofVirtual()
            .start(
                () -> {
                  if (rest != null) {
                    rest.drain(drain.deadline());
                  }
                });
    GatewayPart sockets = gateway;
    if (sockets != null) {
      Duration half = drain.deadline().dividedBy(2);
      Duration spread = drain.spread().compareTo(half) < 0 ? drain.spread() : half;
      sockets.drain(spread, drain.deadline());
    }
    try {
      requests.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (engine != null) {
      engine.archiveUntil(deadlineNanos);
    }
  }

  /// Where browsers find it; empty without gateway and API.
  Optional<URI> url() {
    return Optional.ofNullable(httpPort).map(HttpPort::url);
  }

  private void startParts(Configuration configuration, Consumer<ExitCode> end) {
    boolean hasEngine = configuration.has(ProcessRole.ENGINE);
    boolean hasEdge = configuration.has(ProcessRole.GATEWAY) || configuration.has(ProcessRole.API);
    if (hasEngine) {
      keep("data folder", DataFolder.take(configuration.data()));
    }
    Basics basics = new Basics(configuration);
    Vertx vertx = vertx(basics);
    keep("event loops", () -> vertx.close().await(10, TimeUnit.SECONDS));
    List<EventLoop> eventLoops = EventLoops.of(vertx, eventLoops(configuration));
    OperationsHandler operations = operations(basics, vertx);
    HttpHandlers handlers = new HttpHandlers(eventLoops, operations, entry(configuration, basics));
    Started port = openPort(configuration, basics, vertx, handlers, operations);
    RocksJournal journal = hasEngine ? keep("journal", EnginePart.openJournal(basics, end)) : null;
    DatabasePart database = database(configuration, basics, journal);
    if (journal != null && database != null) {
      engine = keep("engine", EnginePart.start(basics, eventLoops, journal, database, end));
      health.add(database);
      health.add(engine);
    }
    if (hasEdge) {
      startEdge(configuration, basics, new Edge(vertx, eventLoops, database));
      handlers.serve(api, gateway);
    }
    closeFirst(port);
    health.reached(ProcessStage.RUNNING);
  }

  /// Answers health checks from here on, also while the other parts start.
  private Started openPort(
      Configuration configuration,
      Basics basics,
      Vertx vertx,
      HttpHandlers handlers,
      OperationsHandler operations) {
    RequestEntry entry = entry(configuration, basics);
    if (configuration.has(ProcessRole.GATEWAY) || configuration.has(ProcessRole.API)) {
      httpPort =
          keep(
              "HTTP port",
              HttpPort.open(vertx, configuration, handlers::onThisLoop, entry, basics.secrets()));
    } else {
      keep("port for operations", OpsPort.open(vertx, configuration, operations, entry));
    }
    return started.element();
  }

  /// Users sign in at the API only. In a process without it, the metrics alone are open to callers
  /// without a login.
  private static RequestEntry entry(Configuration configuration, Basics basics) {
    boolean hasPort = configuration.has(ProcessRole.GATEWAY) || configuration.has(ProcessRole.API);
    TrustedProxies proxies = new TrustedProxies(configuration.http().trustedProxies());
    HostCheck hosts =
        new HostCheck(
            AllowedHosts.of(
                configuration.http(),
                hasPort ? configuration.http().host() : configuration.ops().host()),
            proxies,
            configuration.has(ProcessRole.API) && configuration.devLogin());
    return new RequestEntry(
        hosts, proxies, basics.clock(), new Uuid7(basics.clock(), basics.random())::next);
  }

  private OperationsHandler operations(Basics basics, Vertx vertx) {
    TrustedProxies proxies = new TrustedProxies(basics.configuration().http().trustedProxies());
    return new OperationsHandler(
        vertx,
        new OperationsHandler.Known(
            health::health,
            health::readiness,
            basics.meters()::scrape,
            new MetricsReaders(basics.configuration().http().metricsAllow())),
        request ->
            new OperationsHandler.Origin(
                proxies.clientAddress(request),
                proxies.isForwardedByStranger(request),
                proxies.requested(request).map(url -> url.scheme().equals("https")).orElse(false)),
        new Uuid7(basics.clock(), basics.random())::next);
  }

  /// Nothing arrives any more at parts that stop.
  private void closeFirst(Started part) {
    started.remove(part);
    started.push(part);
  }

  /// What gateway and API stand on.
  private record Edge(Vertx vertx, List<EventLoop> eventLoops, @Nullable DatabasePart database) {}

  private @Nullable DatabasePart database(
      Configuration configuration, Basics basics, @Nullable RocksJournal journal) {
    if (!configuration.has(ProcessRole.ENGINE) && !configuration.has(ProcessRole.API)) {
      return null;
    }
    boolean mayBeAway = journal != null && journal.views().highestIds().userID() != 0;
    return keep("database", DatabasePart.start(basics, mayBeAway, isEnding));
  }

  private void startEdge(Configuration configuration, Basics basics, Edge edge) {
    EngineRoute route = engine == null ? remote(configuration) : engine.route();
    List<EventLoop> eventLoops = edge.eventLoops();
    DatabasePart database = edge.database();
    if (configuration.has(ProcessRole.API) && database != null) {
      Supplier<Health.Component> journal =
          engine == null
              ? () -> new Health.Component(Health.Status.HEALTHY, "in the engine's process")
              : engine::journalHealth;
      api =
          keep(
              "API",
              new ApiPart(
                  basics,
                  edge.vertx(),
                  eventLoops,
                  database.database(),
                  route,
                  journal,
                  health::process));
      api.start();
    }
    if (configuration.has(ProcessRole.GATEWAY)) {
      gateway = keep("gateway", new GatewayPart(basics, eventLoops, route));
      gateway.start();
      health.add(gateway);
    }
    if (engine != null) {
      EngineReady.await(eventLoops, links(api, gateway));
    }
  }

  private static List<List<EngineLinks>> links(
      @Nullable ApiPart api, @Nullable GatewayPart gateway) {
    List<List<EngineLinks>> links = new ArrayList<>();
    if (api != null) {
      links.add(api.links());
    }
    if (gateway != null) {
      links.add(gateway.links());
    }
    return links;
  }

  private static EngineAddress remote(Configuration configuration) {
    var engine = configuration.remoteEngine().orElseThrow();
    return new EngineAddress(engine.host(), engine.port());
  }

  private <P extends AutoCloseable> P keep(String name, P part) {
    started.push(new Started(name, part));
    if (isEnding.getAsBoolean()) {
      throw new EndedEarlyException();
    }
    return part;
  }

  static int eventLoops(Configuration configuration) {
    return configuration
        .threads()
        .eventLoops()
        .orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  private static Vertx vertx(Basics basics) {
    Configuration configuration = basics.configuration();
    ConnectionLimit limit =
        ConnectionLimit.of(configuration, configuration.http().trustedProxies(), basics.meters());
    Transport usual = Transport.nativeTransport();
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops(configuration))
                // Nothing is read through it, and its cache needs a folder that may be written.
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)))
        .withTransport(
            new CountingTransport(
                usual != null && usual.available() ? usual : Transport.NIO, limit))
        .build();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      Started last = started.pop();
      try {
        last.part.close();
      } catch (Exception e) {
        LOG.warn("The {} did not stop cleanly", last.name, e);
      }
    }
  }
}
