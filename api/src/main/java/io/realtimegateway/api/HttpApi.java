package io.realtimegateway.api;

import io.netty.channel.EventLoop;
import io.realtimegateway.api.application.ApplicationUserResource;
import io.realtimegateway.api.contract.ApiDocument;
import io.realtimegateway.api.conversations.ApplicationConversationResource;
import io.realtimegateway.api.conversations.ConversationResource;
import io.realtimegateway.api.conversations.NewConversations;
import io.realtimegateway.api.conversations.ParticipantResource;
import io.realtimegateway.api.conversations.Policies;
import io.realtimegateway.api.conversations.PrivateChatResource;
import io.realtimegateway.api.edge.Authentication;
import io.realtimegateway.api.edge.BearerTokens;
import io.realtimegateway.api.edge.Edge;
import io.realtimegateway.api.edge.ErrorMapper;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.ListRequests;
import io.realtimegateway.api.edge.ReplyWriter;
import io.realtimegateway.api.edge.TokenBuckets;
import io.realtimegateway.api.edge.TrustedProxies;
import io.realtimegateway.api.engine.EngineClient;
import io.realtimegateway.api.foreign.ForeignLogins;
import io.realtimegateway.api.friends.FriendResource;
import io.realtimegateway.api.health.MetricsReaders;
import io.realtimegateway.api.health.ServiceResource;
import io.realtimegateway.api.keys.ApiKeyCheck;
import io.realtimegateway.api.messages.ApplicationMessageResource;
import io.realtimegateway.api.messages.ChangeResource;
import io.realtimegateway.api.messages.MessageResource;
import io.realtimegateway.api.pages.Pages;
import io.realtimegateway.api.signin.Logins;
import io.realtimegateway.api.signin.Providers;
import io.realtimegateway.api.signin.RedirectResource;
import io.realtimegateway.api.signin.Revocations;
import io.realtimegateway.api.signin.SignInResource;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.api.tickets.TicketResource;
import io.realtimegateway.api.users.ExternalUsers;
import io.realtimegateway.api.users.SystemUser;
import io.realtimegateway.api.users.UserResource;
import io.realtimegateway.api.webhooks.WebhookResource;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Uuid7;
import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.store.applications.ApiKeyRepository;
import io.realtimegateway.store.applications.WebhookRepository;
import io.realtimegateway.store.archive.ShardPositions;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.directory.DirectoryRepository;
import io.realtimegateway.store.friends.FriendRepository;
import io.realtimegateway.store.logins.ForeignLoginRepository;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.messages.CommandNameRepository;
import io.realtimegateway.store.messages.MessageRepository;
import io.realtimegateway.store.users.UserRepository;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The REST API: wired once, with a router for each event loop.
public final class HttpApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final Duration REVOCATIONS_READ_EVERY = Duration.ofSeconds(1);
  private static final Duration FIRST_READING = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final ApiSettings settings;
  private final Edge edge;
  private final Pages pages;
  private final Revocations revocations;
  private final OutboundNames names;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
  private final AtomicBoolean isReading = new AtomicBoolean();
  private final long readingTimer;

  private HttpApi(Vertx vertx, ApiSettings settings, ApiResources given, ApiDocument document) {
    this.vertx = vertx;
    this.settings = settings;
    LoginRepository logins = new LoginRepository(given.database());
    this.revocations = new Revocations(logins, given.clock());
    this.pages = new Pages(given.asyncApi(), settings.warnsOfDevLogin());
    this.names = new OutboundNames(settings.application().allowPrivateAddresses());
    this.edge = edge(settings, given, document, logins, revocations, names, threads);
    awaitFirstReading();
    this.readingTimer =
        vertx.setPeriodic(
            REVOCATIONS_READ_EVERY.toMillis(),
            _ -> {
              CompletableFuture<?> _ = readRevocations();
            });
  }

  /// Reads the document and wires the API. Blocks, also for the database where it answers; an
  /// absent one is no error.
  public static HttpApi start(Vertx vertx, ApiSettings settings, ApiResources given) {
    if (settings.isDevLoginBesideOthers()) {
      LOG.warn(
          "auth.dev-login is on beside a provider or a public origin: anybody may sign in as"
              + " anybody");
    }
    ApiDocument document = ApiDocument.load(vertx).toCompletionStage().toCompletableFuture().join();
    return new HttpApi(vertx, settings, given, document);
  }

  /// A router for one event loop: everything but `/ws`. To be used on that loop alone.
  ///
  /// @param links of that loop
  public Router router(EventLoop loop, EngineLinks links) {
    Router router = edge.router(vertx, new EngineClient(loop, links));
    pages.mount(router, edge.writer());
    edge.addLast(router, pages.paths());
    return router;
  }

  /// Refuses new requests; returns when those that run are answered or the time is over. Blocks.
  public void drain(Duration within) {
    Semaphore running = edge.running();
    long deadlineNanos = System.nanoTime() + within.toNanos();
    int taken = running.drainPermits();
    try {
      while (taken < settings.edge().maxRunning()
          && running.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        taken++;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The document that the API is held to.
  public ApiDocument document() {
    return edge.document();
  }

  @Override
  public void close() {
    vertx.cancelTimer(readingTimer);
    threads.close();
    names.close();
  }

  /// Waits for it where the database answers.
  private void awaitFirstReading() {
    try {
      readRevocations().get(FIRST_READING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException away) {
      LOG.debug("the first reading of revocations takes longer", away);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// One reading at a time; a slow database makes it rarer, not many.
  private CompletableFuture<?> readRevocations() {
    if (!isReading.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        () -> {
          try {
            revocations.read();
          } finally {
            isReading.set(false);
          }
        },
        threads);
  }

  private static Edge edge(
      ApiSettings settings,
      ApiResources given,
      ApiDocument document,
      LoginRepository logins,
      Revocations revocations,
      OutboundNames names,
      Executor threads) {
    Origins origins = settings.edge().allowedOrigins();
    return new Edge(
        settings.edge(),
        document,
        operations(settings, given, document, logins, revocations, names),
        new Authentication(
            given.tokens(), foreignTokens(settings, given), revocations::status, origins),
        new ApiKeyCheck(
            new ApiKeyRepository(given.database()),
            settings.application().perKey(),
            settings.edge().signIns(),
            System::nanoTime),
        new ErrorMapper(),
        new ReplyWriter(origins),
        new TrustedProxies(settings.edge().trustedProxies()),
        new TokenBuckets(settings.edge().perUser(), System::nanoTime),
        new TokenBuckets(settings.edge().signIns(), System::nanoTime),
        new ListRequests(settings.edge().listsPerUser()),
        threads,
        new Semaphore(settings.edge().maxRunning()),
        new Semaphore(Math.max(1, settings.edge().maxRunning() / 8)),
        new Uuid7(given.clock(), given.random())::next,
        given.registry());
  }

  private static @Nullable BearerTokens foreignTokens(ApiSettings all, ApiResources given) {
    SignInSettings settings = all.signIn();
    if (settings.application().isEmpty()) {
      return null;
    }
    return new ForeignLogins(
        settings.application().get(),
        settings.clockSkew(),
        settings.providerTimeout(),
        settings.loginLifetime(),
        new ForeignLoginRepository(given.database()),
        new TokenBuckets(all.edge().failedTokens(), System::nanoTime),
        given.clock());
  }

  private static Map<String, Guarded> operations(
      ApiSettings settings,
      ApiResources given,
      ApiDocument document,
      LoginRepository loginRepository,
      Revocations revocations,
      OutboundNames outbound) {
    UserRepository users = new UserRepository(given.database());
    ConversationRepository conversations = new ConversationRepository(given.database());
    ConversationViews views = new ConversationViews(given.database());
    Uuid7 names = new Uuid7(given.clock(), given.random());
    Logins logins =
        new Logins(given.tokens(), loginRepository, revocations, settings.signIn(), given.clock());
    Providers providers = new Providers(settings.signIn(), given.clock());
    SystemUser system = new SystemUser(users, settings.application().name());
    ExternalUsers external = new ExternalUsers(users);
    MessageRepository messages = new MessageRepository(given.database());
    CommandNameRepository commandNames = new CommandNameRepository(given.database());
    FriendRepository friends = new FriendRepository(given.database());
    Policies policies =
        new Policies(settings.conversations(), friends, users, views, System::nanoTime);
    NewConversations requests =
        new NewConversations(settings.conversations(), policies, given.digest(), given.clock());
    Map<String, Guarded> all = new HashMap<>();
    List.of(
            new SignInResource(
                    settings.signIn(), providers, users, loginRepository, logins, given.clock())
                .operations(),
            new RedirectResource(settings.signIn(), providers, users, logins).operations(),
            new UserResource(users, new DirectoryRepository(given.database()), settings.directory())
                .operations(),
            new FriendResource(friends, users, settings.directory()).operations(),
            new ConversationResource(
                    conversations,
                    views,
                    new ShardPositions(given.database()),
                    requests,
                    settings.directory(),
                    names::next)
                .operations(),
            new PrivateChatResource(conversations, views, users, requests, settings.directory())
                .operations(),
            new ParticipantResource(
                    conversations, views, users, policies, settings.directory(), names::next)
                .operations(),
            new MessageResource(messages, commandNames, views, names::next).operations(),
            new ApplicationUserResource(
                    users, loginRepository, logins, views, system, given.clock(), names::next)
                .operations(),
            new ApplicationConversationResource(
                    conversations,
                    views,
                    external,
                    system,
                    given.digest(),
                    given.clock(),
                    names::next)
                .operations(),
            new ApplicationMessageResource(
                    messages, commandNames, conversations, external, system, names::next)
                .operations(),
            new WebhookResource(
                    new WebhookRepository(given.database()), outbound, system, given.random())
                .operations(),
            new ChangeResource().operations(),
            new TicketResource(given.tickets()).operations(),
            new ServiceResource(
                    given.database(),
                    revocations::areKnown,
                    given.journal(),
                    given.process(),
                    given.metrics(),
                    new MetricsReaders(settings.metricsReaders()),
                    document.yaml(),
                    given.asyncApi())
                .operations())
        .forEach(all::putAll);
    return all;
  }
}
