package io.realtimegateway.api.testing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.realtimegateway.api.ApiResources;
import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.HttpApi;
import io.realtimegateway.api.contract.ApiDocument;
import io.realtimegateway.api.engine.EngineListener;
import io.realtimegateway.api.health.Health;
import io.realtimegateway.api.keys.ApiKeyCommands;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.LinkSettings;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.Transport;
import io.realtimegateway.link.accepting.LinkServer;
import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.link.connecting.LoopEngineLinks;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.security.ApiKeys;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.security.LinkProof;
import io.realtimegateway.security.LoginTokens;
import io.realtimegateway.security.Secret;
import io.realtimegateway.security.Tickets;
import io.realtimegateway.security.TokenKeys;
import io.realtimegateway.security.TokenSettings;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.DatabaseSettings;
import io.realtimegateway.store.applications.ApiKeyRepository;
import io.realtimegateway.store.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The API on a real port, with a real database and an engine at the other end of a real link.
public final class ApiServer implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database = TestDatabase.open();
  private final SecureRandom random = new SecureRandom();
  private final Secret secret = Secret.random(random);
  private final TokenKeys keys = TokenKeys.of(secret);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<Health.Component> journal =
      new AtomicReference<>(Health.Component.GOOD);
  private final AtomicReference<Health.Component> process =
      new AtomicReference<>(Health.Component.GOOD);

  /// The engine's own, so that the statements of the API are counted alone.
  private final Database engineDatabase =
      Database.open(database.url(), DatabaseSettings.defaults(), new SimpleMeterRegistry());

  private final TestConversations conversations = new TestConversations(engineDatabase);
  private final EventLoop loop;
  private final TestEngine engine;
  private final LinkServer linkServer;
  private final LoopEngineLinks links;
  private final HttpApi api;
  private final HttpServer http;

  private ApiServer(ApiSettings settings) {
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    loop = context.nettyEventLoop();
    engine = new TestEngine(loop, conversations);
    LinkEnvironment environment = environment();
    linkServer = new LinkServer(environment, 1, List.of(loop), List.of(engine));
    InetSocketAddress address =
        await(
            linkServer
                .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .toCompletableFuture());
    EngineAddress peer = new EngineAddress("127.0.0.1", address.getPort());
    links =
        new LoopEngineLinks(
            loop, new Peer(Role.API, 2, 0), peer, environment, new EngineListener());
    onLoop(links::start);
    api = HttpApi.start(vertx, settings, resources());
    CompletableFuture<HttpServer> listening = new CompletableFuture<>();
    context.runOnContext(
        _ ->
            vertx
                .createHttpServer()
                .requestHandler(api.router(loop, links))
                .listen(0, "127.0.0.1")
                .onSuccess(listening::complete)
                .onFailure(listening::completeExceptionally));
    http = await(listening);
  }

  /// Starts one with dev login, changed as the test wants.
  public static ApiServer start(UnaryOperator<ApiSettings> change) {
    ApiSettings usual = ApiSettings.defaults();
    ApiSettings withDevLogin =
        new ApiSettings(
            usual.edge(),
            new io.realtimegateway.api.signin.SignInSettings(true, false, Duration.ofHours(24)),
            usual.conversations(),
            usual.application(),
            usual.directory(),
            usual.metricsReaders());
    return new ApiServer(change.apply(withDevLogin));
  }

  /// Starts one with dev login and otherwise the defaults.
  public static ApiServer start() {
    return start(UnaryOperator.identity());
  }

  private LinkEnvironment environment() {
    return new LinkEnvironment(
        LinkLimits.of(LinkSettings.defaults()),
        new LinkProof(secret),
        Transport.of(loop),
        random,
        new LinkMetrics(registry, "test"));
  }

  private ApiResources resources() {
    InstantSource clock = InstantSource.system();
    return new ApiResources(
        database.database(),
        new LoginTokens(TokenSettings.defaults(), keys, clock, random),
        tickets(),
        new CommandDigest(secret),
        journal::get,
        process::get,
        registry::scrape,
        Optional.of(socketDocument()),
        registry,
        clock,
        random);
  }

  /// What verifies this server's tickets.
  public Tickets tickets() {
    return new Tickets(TokenSettings.defaults(), keys, InstantSource.system(), random);
  }

  /// A new client that has signed in nowhere.
  public ApiClient client() {
    return new ApiClient(port(), new DocumentCheck(vertx, api.document()));
  }

  /// A new client that has signed in as a new user.
  public ApiClient user(String name) {
    ApiClient client = client();
    client.signIn(name + "-" + Long.toHexString(random.nextLong()) + "@example.org", name);
    return client;
  }

  /// A new client with a new API key.
  public ApiClient application() {
    String name = "key-" + Long.toHexString(random.nextLong());
    String key = apiKeys().run(List.of("create", name)).text();
    return client().with("Authorization", "Bearer " + key);
  }

  /// The commands for API keys.
  public ApiKeyCommands apiKeys() {
    return new ApiKeyCommands(new ApiKeyRepository(database()), new ApiKeys(random));
  }

  public ApiDocument document() {
    return api.document();
  }

  public TestEngine engine() {
    return engine;
  }

  public TestConversations conversations() {
    return conversations;
  }

  public Database database() {
    return database.database();
  }

  public MeterRegistry registry() {
    return registry;
  }

  /// What `/health/ready` reports of the process.
  public void setProcess(Health.Component component) {
    process.set(component);
  }

  /// What `/health` is told of the journal.
  public void setJournal(Health.Component component) {
    journal.set(component);
  }

  public int port() {
    return http.actualPort();
  }

  /// Cuts the engine off.
  public void stopEngine() {
    await(linkServer.close().toCompletableFuture());
    onLoop(() -> {});
  }

  /// Refuses new requests, as a server that stops.
  public void drain() {
    api.drain(DEADLINE);
  }

  private void onLoop(Runnable task) {
    await(CompletableFuture.runAsync(task, loop));
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public void close() {
    await(http.close().toCompletionStage().toCompletableFuture());
    api.close();
    onLoop(links::close);
    stopEngine();
    engine.close();
    await(vertx.close().toCompletionStage().toCompletableFuture());
    engineDatabase.close();
    database.close();
  }

  private static String socketDocument() {
    try {
      return Files.readString(Path.of("../gateway/src/main/resources/asyncapi.yaml"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
