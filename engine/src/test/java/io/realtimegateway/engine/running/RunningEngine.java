package io.realtimegateway.engine.running;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.realtimegateway.engine.ArchivedPosition;
import io.realtimegateway.engine.Engine;
import io.realtimegateway.engine.archive.Archiver;
import io.realtimegateway.engine.archive.ArchiverEvents;
import io.realtimegateway.engine.archive.ArchiverSettings;
import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.engine.database.EngineRepositories;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.engine.settings.EngineSettings;
import io.realtimegateway.engine.settings.PresenceSettings;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.journal.testing.UncertainJournal;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.LinkSettings;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.Transport;
import io.realtimegateway.link.accepting.LinkServer;
import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.security.LinkProof;
import io.realtimegateway.security.Secret;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.Creation;
import io.realtimegateway.store.conversations.NewConversation;
import io.realtimegateway.store.users.Profile;
import io.realtimegateway.store.users.UserRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An engine with its archiver on two event loops, and what a test makes in its database.
final class RunningEngine implements AutoCloseable {
  /// Name of the groups.
  static final String GROUP = "a group";

  private static final Secret SECRET = Secret.ofText("the link secret of all these tests");

  final UncertainJournal journal;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Archiver archiver;
  final Engine engine;

  /// Runs after each look-up of a name in PostgreSQL, on the thread that looked.
  volatile Runnable afterNameLookUp = () -> {};

  /// By method of the local store's views: runs after each reading, on the thread that read.
  final Map<String, Runnable> afterReads = new ConcurrentHashMap<>();

  /// Whether the local store has let every event go, as far as the engine can see.
  volatile boolean hasNoEvents;

  /// Whether every question to PostgreSQL but the archiver's fails.
  volatile boolean databaseIsAway;

  /// Runs before each look at the clock for time-outs, on the thread that looks.
  volatile Runnable beforeNanos = () -> {};

  /// How many of the next message ids are a bug: asking for one throws.
  final AtomicInteger idsThatThrow = new AtomicInteger();

  private final AtomicLong aheadNanos = new AtomicLong();
  private final Database database;
  private final RocksJournal rocks;
  private final LinkServer server;

  /// What a server has, with sessions that are kept for less time.
  static final EngineOptions OPTIONS =
      EngineOptions.of(
          EngineSettings.defaults(),
          PresenceSettings.defaults(),
          10_000,
          20,
          Duration.ofSeconds(10));

  private final EngineAddress address;
  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops;
  private final List<TestGateway> gateways = new ArrayList<>();

  RunningEngine(Database database, Path folder, long seed) {
    this(database, folder, seed, Clock.systemUTC());
  }

  /// With a clock of its own.
  RunningEngine(Database database, Path folder, long seed, Clock clock) {
    this(database, folder, seed, clock, OPTIONS, UnaryOperator.identity());
  }

  /// With settings of its own.
  RunningEngine(
      Database database,
      Path folder,
      long seed,
      EngineOptions engineSettings,
      UnaryOperator<JournalSettings> journalSettings) {
    this(database, folder, seed, Clock.systemUTC(), engineSettings, journalSettings);
  }

  /// With clock and settings of its own.
  RunningEngine(
      Database database,
      Path folder,
      long seed,
      Clock clock,
      EngineOptions engineSettings,
      UnaryOperator<JournalSettings> journalSettings) {
    this.database = database;
    group = new MultiThreadIoEventLoopGroup(3, NioIoHandler.newFactory());
    loops = List.of(group.next(), group.next());
    JournalSettings settings = journalSettings.apply(JournalSettings.defaults());
    rocks = RocksJournal.open(folder, settings, null, clock, meters, _ -> {});
    journal = new UncertainJournal(rocks, seed);
    AtomicReference<Engine> started = new AtomicReference<>();
    archiver =
        new Archiver(
            journal, database, ArchiverSettings.defaults(), clock, meters, events(started));
    List<ArchivedPosition> archived =
        archiver.claim().stream()
            .map(row -> new ArchivedPosition(row.shard(), row.epoch(), row.index()))
            .toList();
    SecureRandom random = new SecureRandom();
    engine =
        new Engine(
            new Engine.Environment(
                engineSettings,
                loops,
                journal,
                overheard(rocks.views()),
                overheard(new EngineRepositories(database)),
                archiver,
                new CommandDigest(SECRET),
                new MessageIds(failing(clock), 1, rocks.views().highestIds().messageID()),
                clock,
                () -> {
                  beforeNanos.run();
                  return System.nanoTime() + aheadNanos.get();
                },
                () -> random.nextLong(1, Long.MAX_VALUE),
                meters));
    started.set(engine);
    engine.start(archived);
    archiver.start();
    server = new LinkServer(links("engine", loops.getFirst()), 4711, loops, engine.endpoints());
    InetSocketAddress bound =
        server
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .toCompletableFuture()
            .join();
    address = new EngineAddress("127.0.0.1", bound.getPort());
  }

  private InstantSource failing(Clock clock) {
    return () -> {
      if (idsThatThrow.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("the test wants this");
      }
      return clock.instant();
    };
  }

  /// Time-outs see so much time go by at once.
  void pass(Duration time) {
    aheadNanos.addAndGet(time.toNanos());
  }

  /// Waits until PostgreSQL has all that was accepted.
  void awaitArchived() {
    long end = System.nanoTime() + 30_000_000_000L;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      List<JournalEntry> all = journal.read(shard, journal.firstIndex(shard), 1_000_000, 1 << 29);
      long last = all.isEmpty() ? 0 : all.getLast().index();
      archiver.flushNow(shard, last);
      while (journal.archivedIndex(shard) < last) {
        if (System.nanoTime() > end) {
          throw new AssertionError("shard " + shard + " is not archived up to " + last);
        }
        Thread.onSpinWait();
      }
    }
  }

  /// The loop of a shard.
  EventLoop loopOf(int shard) {
    return loops.get(Shards.logOf(shard) % loops.size());
  }

  private LocalViews overheard(LocalViews views) {
    return around(
        LocalViews.class,
        (method, read) -> {
          boolean isEvicted = hasNoEvents && method.equals("events");
          Object found = isEvicted ? Optional.empty() : read.call();
          afterReads.getOrDefault(method, () -> {}).run();
          return found;
        },
        views);
  }

  private EngineDatabase overheard(EngineDatabase reading) {
    return around(
        EngineDatabase.class,
        (method, read) -> {
          if (databaseIsAway) {
            throw new IllegalStateException("PostgreSQL is away, as the test wants it");
          }
          Object found = read.call();
          if (method.equals("findMessageByName")) {
            afterNameLookUp.run();
          }
          return found;
        },
        reading);
  }

  /// What a test does around each reading.
  private interface Around {
    @Nullable Object read(String method, Callable<@Nullable Object> read) throws Throwable;
  }

  private static <R> R around(Class<R> type, Around around, R inside) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return around.read(method.getName(), () -> method.invoke(inside, arguments));
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  LocalViews views() {
    return rocks.views();
  }

  /// A gateway loop that is linked and registered.
  TestGateway gateway() {
    EventLoop loop = group.next();
    TestGateway gateway =
        new TestGateway(loop, 100 + gateways.size(), address, links("gateway", loop));
    gateways.add(gateway);
    gateway.awaitReady();
    return gateway;
  }

  /// A gateway loop that says what the test wants.
  ManualGateway manual(Role role, long node) {
    EventLoop loop = group.next();
    return new ManualGateway(loop, new Peer(role, node, 0), address, links("gateway", loop));
  }

  /// Number of the loop on which a shard lives.
  int loopNumberOf(int shard) {
    return Shards.logOf(shard) % loops.size();
  }

  EventLoop eventLoop(int number) {
    return loops.get(number);
  }

  private LinkEnvironment links(String side, EventLoop loop) {
    LinkLimits base = LinkLimits.of(LinkSettings.defaults());
    LinkLimits quick =
        new LinkLimits(
            base.handshakeTimeout(),
            base.pingInterval(),
            base.pongTimeout(),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            base.outbound(),
            base.requests(),
            base.maxHandshakes());
    return new LinkEnvironment(
        quick,
        new LinkProof(SECRET),
        Transport.of(loop),
        new SecureRandom(),
        new LinkMetrics(new SimpleMeterRegistry(), side));
  }

  long user(String name) {
    return new UserRepository(database).signIn(new Profile(name, name + "@example.org", null)).id();
  }

  /// A group of these users, the first of whom owns it; not announced yet.
  long conversation(List<Long> members) {
    NewConversation wanted =
        new NewConversation(
            "group-chat",
            members.getFirst(),
            members.getFirst(),
            GROUP,
            null,
            Clock.systemUTC().instant(),
            members,
            Optional.empty());
    if (new ConversationRepository(database).create(wanted)
        instanceof Creation.Created(var created)) {
      return created.id();
    }
    throw new AssertionError("not created");
  }

  /// All records of a conversation's shard.
  List<JournalEntry> records(long conversationID) {
    int shard = Shards.ofConversation(conversationID);
    return journal.read(shard, journal.firstIndex(shard), 100_000, 1 << 28);
  }

  private static ArchiverEvents events(AtomicReference<Engine> started) {
    return new ArchiverEvents() {
      @Override
      public void archived(List<Journal.Archived> shards) {
        Engine engine = started.get();
        if (engine != null) {
          engine.archived(shards);
        }
      }

      @Override
      public void fenced(String reason) {
        throw new AssertionError(reason);
      }

      @Override
      public void stopped(int shard, String cause) {}
    };
  }

  @Override
  public void close() {
    journal.set(UncertainJournal.Chances.CALM);
    gateways.forEach(TestGateway::close);
    engine.stop();
    server.close().toCompletableFuture().join();
    archiver.stop(Duration.ofSeconds(5));
    journal.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
