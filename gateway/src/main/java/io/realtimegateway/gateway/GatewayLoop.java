package io.realtimegateway.gateway;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.realtimegateway.gateway.inbound.WaitingBytes;
import io.realtimegateway.gateway.outbound.Receiver;
import io.realtimegateway.gateway.outbound.Turn;
import io.realtimegateway.gateway.timing.Wheel;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One event loop of a gateway: its sessions, its links to the engine, and what passes between
/// them. Everything but `start`, `drain` and `stop` is called on the loop.
public final class GatewayLoop implements EngineLinks.Listener {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int WHEEL_SLOTS = 512;

  /// Commands of all sessions of the loop that may wait; beyond it each is read only while none of
  /// its own waits.
  private static final long MOST_WAITING_BYTES = 32 << 20;

  private static final Duration LOST_SPREAD = Duration.ofSeconds(1);

  /// Sessions that are sent away come back at this rate or a lower one.
  private static final Duration RETURN_OF_ONE = Duration.ofMillis(20);

  private final int number;
  private final EventLoop eventLoop;
  private final GatewayEnvironment environment;
  private final EngineLinks links;
  private final WaitingBytes waitingBytes = new WaitingBytes(MOST_WAITING_BYTES);
  private final Turn turn;
  private final CommandDesk desk;
  private final EngineVoice engine;
  private final Wheel<Session> wheel;
  private final Departures departures = new Departures(TICK);
  private final EngineAbsence absence;
  private final GatewayMetrics metrics;
  private final String sessionPrefix;
  private final SessionIndex sessions = new SessionIndex();
  private final Queue<Session> waitingForLink = new ArrayDeque<>();
  private @Nullable ScheduledFuture<?> ticks;
  private @Nullable CompletableFuture<Void> whenEmpty;

  /// Sessions that are sent away at once, in the whole process if that is known.
  private int leaving = 1;

  private long lastHandle;
  private int sockets;
  private long countedFrames;
  private long countedBytes;

  /// @param number of the loop in this process, 0..255
  /// @param links makes the links of this loop, which call the listener given
  public GatewayLoop(
      int number,
      EventLoop eventLoop,
      GatewayEnvironment environment,
      Function<EngineLinks.Listener, EngineLinks> links) {
    this.number = number;
    this.eventLoop = eventLoop;
    this.environment = environment;
    this.metrics = new GatewayMetrics(environment.registry(), number, waitingBytes);
    this.turn = new Turn(eventLoop, PooledByteBufAllocator.DEFAULT, this::writeFailed);
    this.desk = new CommandDesk(this, environment.tickets());
    this.engine = new EngineVoice(this);
    this.wheel = new Wheel<>(WHEEL_SLOTS, TICK, environment.nanos().getAsLong(), this::look);
    this.sessionPrefix = Integer.toString(environment.random().nextInt(1 << 30), 36) + "-";
    this.turn.beforeWrites(() -> guard("telling what was missed", engine::tellLagging));
    this.links = links.apply(this);
    this.absence = new EngineAbsence(this.links, environment.settings().waits().engineLost());
  }

  /// Begins to connect to the engine.
  public void start() {
    eventLoop.execute(
        () -> {
          links.start();
          ticks =
              eventLoop.scheduleAtFixedRate(
                  this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  /// Takes no new sockets, and sends those there are away, spread over a time: each takes no more
  /// commands then, and is closed when those that it has are answered. Completes when the last one
  /// is gone.
  ///
  /// @param leavingProcess sessions of all loops, from which follows when they are told to come
  ///   back
  public CompletionStage<Void> drain(Duration within, int leavingProcess) {
    CompletableFuture<Void> empty = new CompletableFuture<>();
    eventLoop.execute(
        () -> {
          whenEmpty = empty;
          sendAway(within, leavingProcess);
          completeIfEmpty();
        });
    return empty;
  }

  /// Cuts what is left, and the links.
  public void stop() {
    eventLoop.execute(
        () -> {
          ScheduledFuture<?> current = ticks;
          if (current != null) {
            current.cancel(false);
          }
          leaving = Math.max(leaving, sessions.size());
          sessions.all().forEach(Session::closeToComeBack);
          links.close();
        });
  }

  /// Number of open sessions; called on any thread.
  public CompletionStage<Integer> size() {
    return CompletableFuture.supplyAsync(sessions::size, eventLoop);
  }

  // ---- sessions

  /// Whether a new session of this user may come. Not before every shard was heard of once: only
  /// then is known of each of them, when its link is lost, from where on something is missing.
  boolean accepts(long userID) {
    return whenEmpty == null && engine.positions().areKnown() && isLinked(userID);
  }

  /// Whether the link to the user's shard is there.
  boolean isLinked(long userID) {
    return links.isReady(Shards.ofUser(userID));
  }

  /// Whether every user may connect; called on any thread.
  public CompletionStage<Boolean> isReady() {
    return CompletableFuture.supplyAsync(this::isLinkedToAll, eventLoop);
  }

  private boolean isLinkedToAll() {
    boolean isLinked = whenEmpty == null && engine.positions().areKnown();
    for (int log = 0; isLinked && log < Shards.LOGS; log++) {
      isLinked = links.isReady(Shards.firstOf(log));
    }
    return isLinked;
  }

  boolean isDraining() {
    return whenEmpty != null;
  }

  long newHandle() {
    return ++lastHandle << 8 | number;
  }

  /// The sessions of this loop.
  SessionIndex sessions() {
    return sessions;
  }

  /// A ticket was redeemed.
  void opened(Session session) {
    sockets++;
    metrics.opened();
    sessions.add(session);
    session.armSoon();
  }

  /// A session is for nobody any more; its connection may take a little longer.
  void ended(Session session, int code) {
    sessions.remove(session);
    metrics.closed(code);
    links.send(
        Shards.ofUser(session.userID()),
        new SessionPacket.Disconnect(session.handle(), session.userID()));
  }

  /// The connection of an ended session is gone.
  void gone(Session session) {
    wheel.disarm(session);
    sockets--;
    completeIfEmpty();
  }

  private void completeIfEmpty() {
    CompletableFuture<Void> empty = whenEmpty;
    if (empty != null && sockets == 0) {
      empty.complete(null);
    }
  }

  /// Closes all sessions, spread over a time.
  void sendAway(Duration within) {
    sendAway(within, sessions.size());
  }

  /// After how long a session that is sent away is told to come back at most: 20 ms for each that
  /// leaves, so that few of them are not kept away for long.
  Duration returnSpread() {
    Duration most = settings().reconnectSpread();
    Duration enough = RETURN_OF_ONE.multipliedBy(leaving);
    return enough.compareTo(most) < 0 ? enough : most;
  }

  private void sendAway(Duration within, int leavingNow) {
    leaving = Math.max(1, leavingNow);
    departures.begin(sessions.all(), within, Session::sendAway);
  }

  // ---- time

  private void tick() {
    guard("the clock", this::everyTick);
  }

  private void everyTick() {
    long now = nanos();
    wheel.advance(now);
    departures.tick();
    for (int log : absence.lost(now)) {
      List<Session> lost = sessions.all();
      lost.removeIf(session -> Shards.logOf(Shards.ofUser(session.userID())) != log);
      departures.begin(
          lost, LOST_SPREAD, session -> session.close(CloseCode.ENGINE_LOST, "engine lost"));
    }
    metrics.wrote(turn.writtenFrames() - countedFrames, turn.writtenBytes() - countedBytes);
    countedFrames = turn.writtenFrames();
    countedBytes = turn.writtenBytes();
  }

  /// Looks at a session at that time or soon after.
  void arm(Session session, long deadlineNanos) {
    wheel.arm(session, deadlineNanos);
  }

  private void look(Session session) {
    guard("looking at a session", () -> session.look(nanos()));
  }

  // ---- the engine

  @Override
  public void register(Link link, LinkPacket.Welcome welcome) {
    guard("registering", () -> engine.register(link, welcome));
  }

  @Override
  public void received(Link link, Packet packet) {
    try {
      engine.received(link, packet);
    } catch (Throwable thrown) {
      metrics.failed("a packet of the engine", thrown);
    }
  }

  @Override
  public void positions(Link link, LinkPacket.Ping ping) {
    ping.positions().forEach(engine.positions()::moved);
  }

  @Override
  public void readinessChanged() {
    engine.forgetClosed();
    goOnReading();
  }

  @Override
  public void writabilityChanged(Link link) {
    if (link.isWritable()) {
      goOnReading();
    }
  }

  /// Reads no more of a session while the link that its command went to is full.
  void mindLink(Session session, int shard) {
    Link link = engine.linkOf(shard);
    if (link != null && link.isOpen() && !link.isWritable()) {
      session.linkIsFull(true);
      waitingForLink.add(session);
    }
  }

  private void goOnReading() {
    for (int left = waitingForLink.size(); left > 0; left--) {
      waitingForLink.remove().linkIsFull(false);
    }
  }

  /// A session lost signals: its user's shard tells it again who is online.
  void tellPresenceAgain(Session session) {
    links.send(
        Shards.ofUser(session.userID()),
        new SessionPacket.TellPresence(session.handle(), session.userID()));
  }

  // ---- what the parts share

  private void guard(String place, Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      metrics.failed(place, thrown);
    }
  }

  private void writeFailed(Receiver receiver, Throwable thrown) {
    metrics.failed("writing to a session", thrown);
    if (receiver.owner() instanceof Session session) {
      session.cut();
    }
  }

  EngineLinks links() {
    return links;
  }

  Turn turn() {
    return turn;
  }

  CommandDesk desk() {
    return desk;
  }

  /// Messages that wait in the sessions of this loop.
  WaitingBytes waitingBytes() {
    return waitingBytes;
  }

  GatewaySettings settings() {
    return environment.settings();
  }

  GatewayMetrics metrics() {
    return metrics;
  }

  GatewayEnvironment environment() {
    return environment;
  }

  InstantSource clock() {
    return environment.clock();
  }

  RandomGenerator random() {
    return environment.random();
  }

  EventLoop eventLoop() {
    return eventLoop;
  }

  long nanos() {
    return environment.nanos().getAsLong();
  }

  String newName() {
    return environment.names().get();
  }

  /// How clients see a handle.
  String sessionID(long handle) {
    return sessionPrefix + Long.toString(handle, 36);
  }
}
