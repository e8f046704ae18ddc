package io.realtimegateway.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.realtimegateway.engine.archive.Archiver;
import io.realtimegateway.engine.conversation.ConversationServices;
import io.realtimegateway.engine.conversation.EngineSurroundings;
import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.engine.history.ChangesReader;
import io.realtimegateway.engine.history.LookUps;
import io.realtimegateway.engine.history.StoredConversations;
import io.realtimegateway.engine.loop.Mail;
import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.engine.session.SessionServices;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.engine.shard.EngineLoop;
import io.realtimegateway.engine.shard.LoopServices;
import io.realtimegateway.engine.shard.Tails;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.journal.Journal.ShardTail;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.PlatformViews;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.model.Backoff;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.security.CommandDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine: decides, orders, journals and fans out. It owns no sockets: links end at its
/// `endpoints`.
public final class Engine {
  private static final Logger LOGGER = LoggerFactory.getLogger(Engine.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int QUEUED_READS = 10_000;
  private static final int ASKED_AT_ONCE = 500;
  private static final int LOOP_SECONDS = 10;
  private static final long SETTLE_MILLIS = 5;

  private final Environment environment;
  private final ExecutorService platform;
  private final ExecutorService virtual;
  private final PresenceDirectory presence;
  private final LocalViews views;
  private final List<EngineLoop> loops = new ArrayList<>();
  private final Map<Integer, ArchivedPosition> archivedAtStart = new ConcurrentHashMap<>();

  /// Shards whose journal received the position of PostgreSQL at the start; later the archiver
  /// supplies it.
  private final Set<Integer> notified = ConcurrentHashMap.newKeySet();

  private final Sweepers sweepers;
  private volatile boolean isStopped;

  /// What an engine needs.
  ///
  /// @param eventLoops one engine loop on each
  /// @param views views of the local store, blocking
  /// @param nanos a clock that does not step
  /// @param epochs random numbers other than 0
  public record Environment(
      EngineOptions settings,
      List<EventLoop> eventLoops,
      Journal journal,
      LocalViews views,
      EngineDatabase database,
      Archiver archiver,
      CommandDigest digest,
      MessageIds ids,
      InstantSource clock,
      LongSupplier nanos,
      LongSupplier epochs,
      MeterRegistry meters) {
    public Environment {
      eventLoops = List.copyOf(eventLoops);
    }
  }

  public Engine(Environment environment) {
    this.environment = environment;
    EngineOptions settings = environment.settings();
    this.platform = platformThreads(settings.blockingThreads());
    this.virtual = Executors.newVirtualThreadPerTaskExecutor();
    this.views = new PlatformViews(environment.views(), platform);
    this.presence =
        new PresenceDirectory(
            settings.presence(),
            environment.database()::peers,
            this::post,
            virtual,
            environment.meters());
    LoopServices services = services(settings);
    int count = environment.eventLoops().size();
    for (int i = 0; i < count; i++) {
      EventLoop eventLoop = environment.eventLoops().get(i);
      loops.add(new EngineLoop(i, count, eventLoop, loops, services, this::ownAgain));
    }
    this.sweepers = new Sweepers(settings, environment.database(), this);
  }

  private LoopServices services(EngineOptions settings) {
    return new LoopServices(
        environment.journal(),
        views,
        conversations(settings),
        new SessionServices(settings, presence, environment.clock()),
        environment.nanos(),
        environment.epochs(),
        virtual,
        environment.meters());
  }

  private ConversationServices conversations(EngineOptions settings) {
    LookUps lookUps =
        new LookUps(views, environment.database(), environment.clock(), environment.nanos());
    return new ConversationServices(
        settings,
        new StoredConversations(views, environment.database()),
        lookUps,
        new ChangesReader(views, environment.database()),
        environment.archiver(),
        presence,
        environment.digest(),
        new EngineSurroundings(
            environment.clock(), environment.ids(), lookUps, settings, environment.journal()));
  }

  private static ExecutorService platformThreads(int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(QUEUED_READS),
        Thread.ofPlatform().daemon().name("store-read-", 0).factory());
  }

  /// Takes all logs over and starts to serve. Blocks.
  ///
  /// @param archived the positions of all shards that PostgreSQL knows; empty to start from the
  ///   local store alone while PostgreSQL is unavailable
  /// @throws ForeignStoreException if the local store does not belong to this database
  public void start(List<ArchivedPosition> archived) {
    archived.forEach(position -> archivedAtStart.put(position.shard(), position));
    for (EngineLoop loop : loops) {
      for (int log : loop.logNumbers()) {
        Tails tails = takeOver(loop, log);
        on(loop, () -> loop.own(tails)).join();
      }
      on(loop, loop::start).join();
    }
    sweepers.start();
  }

  private Tails takeOver(EngineLoop loop, int log) {
    Ownership owned = environment.journal().own(log, loop.eventLoop());
    long now = environment.clock().millis();
    List<Tails.Tail> tails = new ArrayList<>();
    for (ShardTail tail : owned.shards()) {
      tails.add(tail(tail, now));
    }
    return new Tails(owned, tails);
  }

  private Tails.Tail tail(ShardTail tail, long now) {
    ArchivedPosition archived =
        archivedAtStart.getOrDefault(tail.shard(), new ArchivedPosition(tail.shard(), 0, 0));
    boolean isBehind = archived.index() > tail.index();
    if (!isBehind && archivedAtStart.containsKey(tail.shard()) && notified.add(tail.shard())) {
      requireSameHistory(tail, archived);
      warnWhereDatabaseIsOlder(tail.shard(), archived.index());
      environment.journal().archived(tail.shard(), archived.epoch(), archived.index());
    }
    String doubt = isBehind ? "the local store is older than PostgreSQL, or missing" : tail.doubt();
    return new Tails.Tail(
        tail.shard(),
        tail.epoch(),
        Math.max(tail.index(), archived.index()),
        doubt,
        environment.views().onlineUsers(tail.shard()),
        environment.views().revocations(tail.shard(), now));
  }

  /// The last record that PostgreSQL has must be a record of this journal.
  ///
  /// @throws ForeignStoreException if it is a record of another journal
  private void requireSameHistory(ShardTail tail, ArchivedPosition archived) {
    boolean isNewest = archived.index() > 0 && archived.index() == tail.index();
    if (isNewest && archived.epoch() != tail.epoch()) {
      throw new ForeignStoreException(tail.shard(), archived.index());
    }
    SameHistory.require(environment.journal(), List.of(archived));
  }

  /// Positions move in the same transactions as the rows, so a lower position means that rows are
  /// missing.
  private void warnWhereDatabaseIsOlder(int shard, long index) {
    Journal journal = environment.journal();
    long known = journal.archivedIndex(shard);
    if (index < known) {
      LOGGER.warn(
          "PostgreSQL was restored from a backup: it has records of shard {} up to {}, and had them"
              + " up to {}; the local store reaches back to {} and archives {} again",
          shard,
          index,
          known,
          journal.firstIndex(shard),
          journal.firstIndex(shard) <= index + 1 ? "all that is missing" : "none of it");
    }
  }

  /// On a thread of its own: it waits while the store cannot be written, which must not block
  /// anything else.
  private void ownAgain(EngineLoop loop, int log) {
    if (!isStopped) {
      Thread.ofPlatform().daemon().name("own-log-" + log).start(() -> ownWithRetries(loop, log));
    }
  }

  private void ownWithRetries(EngineLoop loop, int log) {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (!isStopped) {
      try {
        Tails tails = takeOver(loop, log);
        var _ = on(loop, () -> ownUnlessStopped(loop, tails));
        return;
      } catch (RuntimeException failure) {
        LOGGER.warn("log {} cannot be taken over yet: {}", log, failure.toString());
      }
      try {
        Thread.sleep(backoff.next());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// The process may have been fenced while the log was being taken over.
  private void ownUnlessStopped(EngineLoop loop, Tails tails) {
    if (!isStopped) {
      loop.own(tails);
      sweepers.startOver();
    }
  }

  /// The endpoints for the link server, one per event loop in the same order.
  public List<EngineEndpoint> endpoints() {
    return List.copyOf(loops);
  }

  /// The archiver has written everything of these shards up to these positions. From any thread.
  public void archived(List<Journal.Archived> shards) {
    for (EngineLoop loop : loops) {
      List<Journal.Archived> its =
          shards.stream().filter(to -> loopOf(to.shard()) == loop).toList();
      if (!its.isEmpty()) {
        loop.eventLoop().execute(() -> loop.archived(its));
      }
    }
  }

  /// Another process has taken over: stops accepting. From any thread.
  public void fence() {
    isStopped = true;
    loops.forEach(loop -> loop.eventLoop().execute(loop::fenceAll));
  }

  /// The users among these who are online now. Blocks, so never on an event loop.
  public Set<Long> online(Collection<Long> users) {
    Map<EngineLoop, List<Long>> byLoop = new HashMap<>();
    for (long user : users) {
      byLoop.computeIfAbsent(loopOf(Shards.ofUser(user)), _ -> new ArrayList<>()).add(user);
    }
    Set<Long> online = new HashSet<>();
    List<CompletableFuture<List<Long>>> answers = new ArrayList<>();
    byLoop.forEach(
        (loop, its) -> {
          for (int from = 0; from < its.size(); from += ASKED_AT_ONCE) {
            List<Long> some = its.subList(from, Math.min(its.size(), from + ASKED_AT_ONCE));
            answers.add(
                CompletableFuture.supplyAsync(
                    () -> some.stream().filter(loop::isOnline).toList(), loop.eventLoop()));
          }
        });
    answers.forEach(
        answer -> online.addAll(answer.orTimeout(LOOP_SECONDS, TimeUnit.SECONDS).join()));
    return online;
  }

  private void post(ShardPacket packet) {
    EngineLoop loop = loopOf(Mail.shardOf(packet));
    loop.eventLoop().execute(() -> loop.post(packet));
  }

  private EngineLoop loopOf(int shard) {
    return loops.get(Shards.logOf(shard) % loops.size());
  }

  /// Runs something on the loop of a shard.
  void onShard(int shard, Consumer<EngineLoop> task) {
    EngineLoop loop = loopOf(shard);
    loop.eventLoop().execute(() -> task.accept(loop));
  }

  private static CompletableFuture<Void> on(EngineLoop loop, Runnable task) {
    return CompletableFuture.runAsync(task, loop.eventLoop());
  }

  /// Stops deciding: refuses new requests, completes and answers those in progress, and writes
  /// delayed read markers. The caller closes the journal and the links. Blocks.
  public void stop() {
    sweepers.stop();
    loops.forEach(loop -> on(loop, loop::refuseRequests).join());
    loops.forEach(loop -> on(loop, loop::settle).join());
    isStopped = true;
    presence.close();
    virtual.close();
    awaitSettled();
    platform.shutdown();
  }

  /// Commands whose lookup has just completed are still decided and appended. Commands that are not
  /// committed by the deadline are answered as unknown when the links close.
  private void awaitSettled() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOOP_SECONDS);
    while (!loops.stream().allMatch(Engine::isSettled) && System.nanoTime() - end < 0) {
      try {
        Thread.sleep(SETTLE_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isSettled(EngineLoop loop) {
    return CompletableFuture.supplyAsync(loop::isSettled, loop.eventLoop()).join();
  }
}
