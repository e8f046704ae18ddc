package io.realtimegateway.engine.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.engine.stop.StopPoint;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.JournalStatus;
import io.realtimegateway.model.Backoff;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.archive.ArchiveWriter;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.store.archive.ShardPositions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/// Moves the journal into PostgreSQL. `committed`, `flushNow` and `archivedIndex` are for event
/// loops and never block.
public final class Archiver {
  private final Journal journal;
  private final Commits commits;
  private final Ownership ownership;
  private final ArchiverEvents events;
  private final Counter alarms;
  private final List<ArchiveWorker> workers = new ArrayList<>();
  private final List<CommittedRing> rings = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final SortedMap<Integer, String> stopped = new ConcurrentSkipListMap<>();
  private final List<Reports> reports = new ArrayList<>();
  private volatile boolean isFenced;

  /// @param events notified on the workers' threads
  public Archiver(
      Journal journal,
      Database database,
      ArchiverSettings settings,
      Clock clock,
      MeterRegistry registry,
      ArchiverEvents events) {
    this.journal = journal;
    this.events = events;
    this.commits = new Commits(clock);
    SecureRandom random = new SecureRandom();
    this.ownership =
        new Ownership(
            new ShardPositions(database),
            journal,
            random.nextLong(1, Long.MAX_VALUE),
            events::databaseIsBack);
    this.alarms =
        Counter.builder("archiver.alarms")
            .description("Shards stopped and records set aside")
            .register(registry);
    Gauge.builder("archiver.lag.records", this, archiver -> archiver.lag().records())
        .description("Records committed and not archived")
        .register(registry);
    Gauge.builder("archiver.lag.bytes", this, archiver -> archiver.lag().bytes())
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("archiver.lag.age", this, archiver -> archiver.lag().age().toMillis() / 1000.0)
        .baseUnit("seconds")
        .register(registry);
    makeWorkers(database, settings, random);
  }

  private void makeWorkers(Database database, ArchiverSettings settings, SecureRandom random) {
    WriteTurns turns = WriteTurns.ofMachine();
    for (int worker = 0; worker < settings.workers(); worker++) {
      List<ArchiveProgress> shards = new ArrayList<>();
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        if (workerOf(shard, settings.workers()) == worker) {
          shards.add(new ArchiveProgress(shard, settings.batch()));
        }
      }
      Reports its = new Reports();
      reports.add(its);
      CommittedRing ring =
          new CommittedRing(ArchiverSettings.RING_ENTRIES, ArchiverSettings.RING_BYTES);
      rings.add(ring);
      ArchivedNotifier notifier = new ArchivedNotifier(events, journal);
      ArchiveWriter writer = new ArchiveWriter(database, StopPoint.INSERTED::reached);
      workers.add(
          new ArchiveWorker(
              new PositionCheck(ownership, journal, commits, notifier, shards),
              new BatchGatherer(
                  new CommittedEntries(ring), journal, commits, its, settings.batch(), shards),
              new BatchWriter(writer, commits, notifier, its),
              turns,
              its,
              new Backoff(
                  ArchiverSettings.FIRST_PAUSE,
                  settings.backOff(),
                  Backoff.Jitter.UPPER_HALF,
                  random)));
    }
  }

  /// The shards of a log have the same worker.
  private static int workerOf(int shard, int workers) {
    return Shards.logOf(shard) % workers;
  }

  /// The archived positions, without becoming the owner of the archive. Blocks.
  ///
  /// @return positions of the shards that were ever archived
  public List<ShardPosition> positions() {
    return ownership.positions();
  }

  /// Becomes the owner of the archive, before anything is appended. Blocks.
  ///
  /// @return the archived positions of all shards in order
  public List<ShardPosition> claim() {
    List<ShardPosition> positions = ownership.claim();
    positions.forEach(
        position -> commits.archived(position.shard(), position.index(), commits.now()));
    return positions;
  }

  /// Starts. Without `claim` it claims the archive as soon as PostgreSQL answers.
  public void start() {
    for (ArchiveWorker worker : workers) {
      threads.add(Thread.ofPlatform().daemon().name("archiver-", threads.size()).start(worker));
    }
  }

  /// This entry is committed, after everything of its shard before it. Called on the loop of the
  /// shard.
  public void committed(JournalEntry entry) {
    int worker = workerOf(entry.shard(), workers.size());
    boolean _ = rings.get(worker).offer(entry); // The journal has it, if there is no room.
    commits.committed(entry.shard(), entry.index());
    workers.get(worker).wake(commits.isWanted(entry.shard(), entry.index()));
  }

  /// The log of a shard was taken over, and its records are committed up to this index: also such
  /// whose commit was not known. Called on the loop of the shard.
  public void resumed(int shard, long index) {
    if (index > Math.max(commits.committed(shard), commits.archived(shard))) {
      commits.committed(shard, index);
      workers.get(workerOf(shard, workers.size())).wake(commits.isWanted(shard, index));
    }
  }

  /// A read waits until the shard is archived up to this index, which may not be committed yet.
  public void flushNow(int shard, long index) {
    if (commits.want(shard, index)) {
      workers.get(workerOf(shard, workers.size())).wake(true);
    }
  }

  /// Everything of the shard up to this index can be read in PostgreSQL.
  public long archivedIndex(int shard) {
    return commits.archived(shard);
  }

  public ArchiverLag lag() {
    JournalStatus status = journal.status();
    return new ArchiverLag(status.unarchivedRecords(), status.unarchivedBytes(), commits.age());
  }

  public ArchiverHealth health() {
    String failure =
        reports.stream()
            .map(its -> its.failure)
            .filter(cause -> !cause.isEmpty())
            .findFirst()
            .orElse("");
    return new ArchiverHealth(failure, new TreeMap<>(stopped), isFenced, lag());
  }

  /// Stops it after archiving what is possible in this time. Blocks.
  public void stop(Duration within) {
    workers.forEach(ArchiveWorker::stop);
    long deadline = System.nanoTime() + within.toNanos();
    try {
      for (Thread thread : threads) {
        if (!joins(thread, deadline - System.nanoTime())) {
          thread.interrupt();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for the end of a thread.
  private static boolean joins(Thread thread, long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, nanos));
    return !thread.isAlive();
  }

  /// The reports of one worker; its last failure says nothing about the others.
  private final class Reports implements WorkerReports {
    private volatile String failure = "";

    @Override
    public void attempted(String cause) {
      failure = cause;
    }

    @Override
    public void halted(int shard, String cause) {
      alarms.increment();
      stopped.put(shard, cause);
      events.stopped(shard, cause);
    }

    @Override
    public void quarantined(int shard, long index) {
      alarms.increment();
      events.setAside(shard, index);
    }

    @Override
    public void fenced(String reason) {
      boolean isFirst;
      synchronized (Archiver.this) {
        isFirst = !isFenced;
        isFenced = true;
      }
      if (isFirst) {
        events.fenced(reason);
      }
    }
  }
}
