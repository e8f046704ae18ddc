package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.api.health.Health;
import io.realtimegateway.engine.ArchivedPosition;
import io.realtimegateway.engine.Engine;
import io.realtimegateway.engine.ForeignStoreException;
import io.realtimegateway.engine.SameHistory;
import io.realtimegateway.engine.archive.Archiver;
import io.realtimegateway.engine.archive.ArchiverHealth;
import io.realtimegateway.engine.database.EngineRepositories;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.JournalStatus;
import io.realtimegateway.journal.LocalViews.HighestIds;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.link.accepting.LinkServer;
import io.realtimegateway.link.connecting.EngineRoute;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.IdSequences;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.webhooks.WebhookDispatcher;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine of this process: local store, archiver, shards, and the port on which links end.
final class EnginePart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnginePart.class);
  private static final Duration LAST_WEBHOOKS = Duration.ofSeconds(5);

  private final RocksJournal journal;
  private final Archiver archiver;
  private final Engine engine;
  private final WebhookDispatcher webhooks;
  private final LinkServer links;
  private Duration lastArchiving = Duration.ofSeconds(10);

  private EnginePart(
      RocksJournal journal,
      Archiver archiver,
      Engine engine,
      WebhookDispatcher webhooks,
      LinkServer links) {
    this.journal = journal;
    this.archiver = archiver;
    this.engine = engine;
    this.webhooks = webhooks;
    this.links = links;
  }

  /// Opens the local store.
  ///
  /// @param end ends the process
  /// @throws StartFailure where it cannot be opened
  static RocksJournal openJournal(Basics basics, Consumer<ExitCode> end) {
    try {
      RocksJournal journal =
          RocksJournal.open(
              basics.configuration().data().resolve("journal"),
              basics.configuration().journal(),
              null,
              basics.clock(),
              basics.meters(),
              cause -> {
                LOG.error("The disk did not keep what it was given: {}", cause);
                end.accept(ExitCode.DISK);
              });
      warnOfClock(basics, journal.views().storedSince());
      return journal;
    } catch (JournalException failure) {
      throw new StartFailure(ExitCode.DATA_FOLDER, String.valueOf(failure.getMessage()), failure);
    }
  }

  private static void warnOfClock(Basics basics, long storedSince) {
    Instant now = basics.clock().instant();
    if (storedSince > now.toEpochMilli()) {
      LOG.warn(
          "The clock says {}, but the local store was made at {}: the clock was set back, or was"
              + " ahead then. Messages keep the order of their seqs; their times may step back.",
          now,
          Instant.ofEpochMilli(storedSince));
    }
  }

  /// Takes everything over and listens for links.
  ///
  /// @param end ends the process
  /// @throws StartFailure where the port is taken
  static EnginePart start(
      Basics basics,
      List<EventLoop> eventLoops,
      RocksJournal journal,
      DatabasePart databasePart,
      Consumer<ExitCode> end) {
    Database database = databasePart.database();
    ArchiverNotices notices = new ArchiverNotices(end, () -> prepareLate(journal, database));
    Archiver archiver =
        new Archiver(
            journal,
            database,
            basics.configuration().archiver(),
            basics.clock(),
            basics.meters(),
            notices);
    List<ArchivedPosition> archived =
        databasePart.isPrepared() ? claim(archiver, journal) : List.of();
    long highest = highestMessage(journal, databasePart);
    boolean isNew = highest == 0 && archived.stream().allMatch(position -> position.index() == 0);
    if (isNew && databasePart.isPrepared()) {
      journal.beginWithEmptyDatabase();
    }
    Engine engine =
        new Engine(
            new Engine.Environment(
                options(basics.configuration()),
                eventLoops,
                journal,
                journal.views(),
                new EngineRepositories(database),
                archiver,
                basics.digest(),
                new MessageIds(basics.clock(), basics.configuration().node(), highest),
                basics.clock(),
                System::nanoTime,
                () -> basics.random().nextLong(1, Long.MAX_VALUE),
                basics.meters()));
    notices.begin(engine);
    begin(engine, archived);
    WebhookDispatcher webhooks = webhooks(basics, journal, database, archiver, engine);
    notices.begin(webhooks);
    archiver.start();
    webhooks.start();
    LinkServer links =
        new LinkServer(
            basics.links("engine", eventLoops.getFirst()),
            basics.node(),
            eventLoops,
            engine.endpoints());
    listen(links, basics.configuration());
    return new EnginePart(journal, archiver, engine, webhooks, links);
  }

  private static EngineOptions options(Configuration configuration) {
    return EngineOptions.of(
        configuration.engine(),
        configuration.presence(),
        configuration.conversation().maxMembers(),
        configuration.limits().sessionsPerUser(),
        configuration.link().timeout());
  }

  /// Becomes the owner of the archive, unless the local store does not fit to it.
  private static List<ArchivedPosition> claim(Archiver archiver, RocksJournal journal) {
    requireFitting(() -> SameHistory.require(journal, positions(archiver.positions())));
    return positions(archiver.claim());
  }

  private static List<ArchivedPosition> positions(List<ShardPosition> rows) {
    return rows.stream()
        .map(row -> new ArchivedPosition(row.shard(), row.epoch(), row.index()))
        .toList();
  }

  private static WebhookDispatcher webhooks(
      Basics basics, RocksJournal journal, Database database, Archiver archiver, Engine engine) {
    return new WebhookDispatcher(
        new WebhookDispatcher.Environment(
            basics.configuration().webhooks(),
            journal,
            journal.views(),
            database,
            archiver::archivedIndex,
            engine::online,
            WebhookTrust.of(basics.configuration().webhooks().trust()),
            basics.clock(),
            basics.random(),
            basics.meters()));
  }

  private static void begin(Engine engine, List<ArchivedPosition> archived) {
    requireFitting(() -> engine.start(archived));
  }

  private static void requireFitting(Runnable step) {
    try {
      step.run();
    } catch (ForeignStoreException | JournalException failure) {
      throw new StartFailure(ExitCode.DATA_FOLDER, String.valueOf(failure.getMessage()), failure);
    }
  }

  private static long highestMessage(RocksJournal journal, DatabasePart database) {
    HighestIds local = journal.views().highestIds();
    if (!database.isPrepared()) {
      return local.messageID();
    }
    moveIdentities(journal, database.database());
    return Math.max(local.messageID(), new IdSequences(database.database()).highestMessageID());
  }

  private static void listen(LinkServer links, Configuration configuration) {
    String host = configuration.link().host();
    int port = configuration.linkPort();
    try {
      var _ = links.start(new InetSocketAddress(host, port)).toCompletableFuture().join();
    } catch (CompletionException failure) {
      throw new StartFailure(
          ExitCode.PORT,
          String.format(
              Locale.ROOT,
              "Cannot listen for links on %s port %d: %s",
              host,
              port,
              String.valueOf(failure.getCause())),
          failure);
    }
  }

  /// What the start does with a database that answers.
  private static void prepareLate(RocksJournal journal, Database database) {
    database.prepare();
    moveIdentities(journal, database);
  }

  private static void moveIdentities(RocksJournal journal, Database database) {
    HighestIds local = journal.views().highestIds();
    new IdSequences(database).moveBeyond(local.userID(), local.conversationID());
  }

  /// How the links of this process reach it.
  EngineRoute route() {
    return new EngineRoute.InProcess(links);
  }

  /// How the journal is, for `/health`.
  Health.Component journalHealth() {
    JournalStatus status = journal.status();
    ArchiverHealth archive = archiver.health();
    String lag =
        String.format(
            Locale.ROOT,
            "%d records (%d bytes) not archived yet, the oldest for %d ms",
            archive.lag().records(),
            archive.lag().bytes(),
            archive.lag().age().toMillis());
    if (archive.isFenced() || !archive.stopped().isEmpty()) {
      return new Health.Component(
          Health.Status.UNHEALTHY, "archiving has stopped: " + archive.stopped());
    }
    if (status.isFull()) {
      return new Health.Component(
          Health.Status.UNHEALTHY, "no more can be accepted: " + status.message() + "; " + lag);
    }
    boolean isGood = status.message().isEmpty() && archive.failure().isEmpty();
    return new Health.Component(isGood ? Health.Status.HEALTHY : Health.Status.DEGRADED, lag);
  }

  /// How long `close` may take to archive what is left.
  void archiveUntil(long deadlineNanos) {
    lastArchiving = Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  @Override
  public void close() {
    webhooks.stop(LAST_WEBHOOKS);
    engine.stop();
    links.close().toCompletableFuture().join();
    archiver.stop(lastArchiving);
  }
}
