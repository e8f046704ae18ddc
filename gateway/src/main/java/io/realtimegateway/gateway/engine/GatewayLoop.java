package io.realtimegateway.gateway.engine;

import io.netty.channel.EventLoop;
import io.realtimegateway.gateway.GatewayEnvironment;
import io.realtimegateway.gateway.LoopEnvironment;
import io.realtimegateway.gateway.outbound.Turn;
import io.realtimegateway.gateway.session.ClientSession;
import io.realtimegateway.gateway.session.CommandDispatcher;
import io.realtimegateway.gateway.session.EngineRequests;
import io.realtimegateway.gateway.session.SessionHost;
import io.realtimegateway.gateway.session.SessionIndex;
import io.realtimegateway.gateway.timing.Wheel;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One event loop of a gateway: its sessions and its links to the engine. Every method is called on
/// the loop, unless it is documented otherwise.
public final class GatewayLoop implements EngineLinks.Listener, SessionHost {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int WHEEL_SLOTS = 512;
  private static final Duration REDEEM_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LOST_SPREAD = Duration.ofSeconds(1);

  private final LoopEnvironment environment;
  private final EventLoop eventLoop;
  private final EngineLinks links;
  private final EngineRequests requests;
  private final CommandDispatcher commands;
  private final EngineMessageHandler engine;
  private final EngineOutages outages;
  private final Wheel<ClientSession> wheel;
  private final SessionIndex sessions = new SessionIndex();
  private final StaggeredCloses closes = new StaggeredCloses(TICK);
  private final SessionDrain drain;
  private @Nullable ScheduledFuture<?> ticks;
  private long countedFrames;
  private long countedBytes;

  /// @param number of the loop in this process, 0..255
  /// @param links makes the links of this loop, which call the given listener
  public GatewayLoop(
      int number,
      EventLoop eventLoop,
      GatewayEnvironment process,
      Function<EngineLinks.Listener, EngineLinks> links) {
    this.environment = new LoopEnvironment(number, eventLoop, process);
    this.eventLoop = eventLoop;
    this.wheel = new Wheel<>(WHEEL_SLOTS, TICK, environment.nanos(), this::look);
    this.drain = new SessionDrain(sessions, closes, process.options().reconnectSpread());
    this.links = links.apply(this);
    this.requests = new EngineRequests(this.links, process.options().gateway().requestWait());
    this.commands = new CommandDispatcher(environment, requests, sessions);
    this.engine = new EngineMessageHandler(environment.turn(), sessions, requests, commands, drain);
    this.outages = new EngineOutages(this.links, process.options().engineLost());
    environment.turn().beforeWrites(() -> guard("notices of missed events", engine::sendLagging));
  }

  /// Begins to connect to the engine; called on any thread.
  public void start() {
    eventLoop.execute(
        () -> {
          links.start();
          ticks =
              eventLoop.scheduleAtFixedRate(
                  this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
        });
  }

  /// Takes no new sessions and sends the open ones away, spread over a time: each takes no further
  /// commands, and is closed when those in flight are answered. Called on any thread.
  ///
  /// @param leavingProcess sessions of all loops; decides when their clients reconnect
  /// @return completes when the last connection is closed
  public CompletionStage<Void> drain(Duration within, int leavingProcess) {
    CompletableFuture<Void> empty = new CompletableFuture<>();
    eventLoop.execute(() -> drain.begin(within, leavingProcess, empty));
    return empty;
  }

  /// Closes the sessions that are left, and the links; called on any thread.
  public void stop() {
    eventLoop.execute(
        () -> {
          ScheduledFuture<?> current = ticks;
          if (current != null) {
            current.cancel(false);
          }
          drain.closeAll();
          links.close();
        });
  }

  /// Number of open sessions; called on any thread.
  public CompletionStage<Integer> size() {
    return CompletableFuture.supplyAsync(sessions::size, eventLoop);
  }

  /// Whether every user may connect; called on any thread.
  public CompletionStage<Boolean> isReady() {
    return CompletableFuture.supplyAsync(this::isLinkedToAll, eventLoop);
  }

  private boolean isLinkedToAll() {
    boolean isLinked = !drain.isDraining() && engine.positions().areKnown();
    for (int log = 0; isLinked && log < Shards.LOGS; log++) {
      isLinked = links.isReady(Shards.firstOf(log));
    }
    return isLinked;
  }

  // ---- sessions

  public LoopEnvironment environment() {
    return environment;
  }

  /// Whether the loop takes no new sessions any more.
  public boolean isDraining() {
    return drain.isDraining();
  }

  /// Whether this user may connect. False until a position of every shard was received: without
  /// one, the loop could not name what is missing after the shard's link is lost.
  public boolean accepts(long userID) {
    return !drain.isDraining() && engine.positions().areKnown() && requests.isReady(userID);
  }

  /// Number for the next request to the engine.
  public long nextRequest() {
    return links.nextRequest();
  }

  /// Redeems a ticket at the engine for a new session.
  ///
  /// @param answered takes the session, which is not open yet, and the engine's answer
  public void redeem(SessionPacket.Connect connect, BiConsumer<ClientSession, Packet> answered) {
    ClientSession session = new ClientSession(environment, requests, wheel, this, connect);
    sessions.expect(session);
    requests.send(
        connect,
        REDEEM_TIMEOUT,
        answer -> {
          sessions.expectNoLonger(session);
          answered.accept(session, answer);
        });
  }

  /// Opens a session whose ticket was redeemed.
  public void open(ClientSession session) {
    drain.connectionOpened();
    environment.metrics().opened();
    sessions.add(session);
    session.lookSoon();
  }

  /// Takes the text messages of a session.
  public CommandDispatcher commands() {
    return commands;
  }

  /// The session of a ticket is not opened. The engine may have redeemed the ticket, or may still
  /// do so: without this its session would remain, without a socket.
  public void abandon(SessionPacket.Connect connect) {
    disconnect(connect.session(), connect.userID());
  }

  private void disconnect(long handle, long userID) {
    requests.send(Shards.ofUser(userID), new SessionPacket.Disconnect(handle, userID));
  }

  @Override
  public void sessionEnded(long handle, long userID, int status) {
    sessions.remove(handle);
    environment.metrics().closed(status);
    disconnect(handle, userID);
  }

  @Override
  public void connectionClosed() {
    drain.connectionClosed();
  }

  @Override
  public Duration reconnectSpread() {
    return drain.reconnectSpread();
  }

  // ---- time

  private void tick() {
    guard("the clock of a loop", this::everyTick);
  }

  private void everyTick() {
    long now = environment.nanos();
    wheel.advance(now);
    closes.tick();
    for (int log : outages.lost(now)) {
      List<ClientSession> lost = sessions.all();
      lost.removeIf(session -> Shards.logOf(Shards.ofUser(session.userID())) != log);
      closes.begin(
          lost, LOST_SPREAD, session -> session.close(CloseCode.ENGINE_LOST, "engine lost"));
    }
    Turn turn = environment.turn();
    environment
        .metrics()
        .wrote(turn.writtenFrames() - countedFrames, turn.writtenBytes() - countedBytes);
    countedFrames = turn.writtenFrames();
    countedBytes = turn.writtenBytes();
  }

  private void look(ClientSession session) {
    guard("the deadlines of a session", session::look);
  }

  // ---- the engine

  @Override
  public void register(Link link, LinkPacket.Welcome welcome) {
    guard("the registration of a link", () -> engine.register(link, welcome));
  }

  @Override
  public void received(Link link, Packet packet) {
    try {
      engine.received(link, packet);
    } catch (Throwable thrown) {
      environment.metrics().failed("a packet of the engine", thrown);
    }
  }

  @Override
  public void positions(Link link, LinkPacket.Ping ping) {
    ping.positions().forEach(engine.positions()::moved);
  }

  @Override
  public void readinessChanged() {
    engine.forgetClosed();
    requests.resume();
  }

  @Override
  public void writabilityChanged(Link link) {
    if (link.isWritable()) {
      requests.resume();
    }
  }

  private void guard(String activity, Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      environment.metrics().failed(activity, thrown);
    }
  }
}
