package io.realtimegateway.link.connecting;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.link.channel.PipeAcceptor;
import io.realtimegateway.link.channel.PipeChannel;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.link.connection.LinkOwner;
import io.realtimegateway.link.connection.LinkState;
import io.realtimegateway.model.Backoff;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Maintains the link to one loop of the engine: opens it, and reopens it with growing delays
/// whenever it is lost. Used on the gateway's loop only.
final class EngineSlot implements LinkOwner {
  private static final Logger LOG = LoggerFactory.getLogger(EngineSlot.class);

  private final ConnectingSide side;
  private final Listener listener;
  private final int engineLoop;
  private final Backoff backoff;
  private final Queue<OpenRequest> backlog = new ArrayDeque<>();
  private SlotState state = new SlotState.Waiting();
  private boolean hasComplained;

  EngineSlot(ConnectingSide side, int engineLoop, Listener listener) {
    this.side = side;
    this.listener = listener;
    this.engineLoop = engineLoop;
    LinkLimits settings = side.environment().settings();
    this.backoff =
        new Backoff(
            settings.reconnectMin(),
            settings.reconnectMax(),
            Backoff.Jitter.UPPER_HALF,
            side.environment().random());
  }

  /// Notified by a slot.
  interface Listener {
    /// The engine has named the logs behind this link.
    void welcomed(EngineSlot slot, Connection link, LinkPacket.Welcome welcome);

    /// Every packet except handshakes and heartbeats.
    void received(EngineSlot slot, Link link, Packet packet);

    void pinged(Link link, LinkPacket.Ping ping);

    /// The answer to a ping that the listener sent.
    void ponged(Link link, LinkPacket.Pong pong);

    void writabilityChanged(Link link);

    /// A link that was open has ended.
    void lost(EngineSlot slot);

    /// A packet was queued: flush at the end of the turn.
    void flushLater();
  }

  /// The state of a slot.
  sealed interface SlotState {
    /// No connection; the next attempt is scheduled.
    record Waiting() implements SlotState {}

    /// Resolving the address or connecting.
    record Connecting() implements SlotState {}

    /// Connected; the handshake is not done.
    record Handshaking(Connection link) implements SlotState {}

    /// `Welcome` was received; sessions are being registered with the engine.
    record Registering(Connection link) implements SlotState {}

    /// Requests are answered.
    record Ready(Connection link, long sinceNanos) implements SlotState {}

    /// No longer needed.
    record Retired() implements SlotState {}
  }

  // ---- opening

  void connect() {
    if (!(state instanceof SlotState.Waiting)) {
      return;
    }
    state = new SlotState.Connecting();
    switch (side.route()) {
      case EngineAddress address ->
          address
              .lookUp()
              .whenComplete((found, failure) -> side.loop().execute(() -> connect(found, failure)));
      case EngineRoute.InProcess(PipeAcceptor acceptor) -> connect(acceptor);
    }
  }

  private void connect(PipeAcceptor acceptor) {
    PipeChannel channel = acceptor.connect(engineLoop, side.environment().metrics());
    channel.pipeline().addLast(opening());
    side.loop().register(channel).addListener(done -> connected(channel, done.cause()));
  }

  private void connect(@Nullable InetSocketAddress found, @Nullable Throwable failure) {
    if (!(state instanceof SlotState.Connecting)) {
      return;
    }
    if (found == null) {
      failed(String.valueOf(failure == null ? null : failure.getMessage()));
      return;
    }
    LinkEnvironment environment = side.environment();
    int timeout = (int) environment.settings().handshakeTimeout().toMillis();
    ChannelFuture connecting =
        new Bootstrap()
            .group(side.loop())
            .channel(environment.transport().client())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .handler(opening())
            .connect(found);
    connecting.addListener(done -> connected(connecting.channel(), done.cause()));
  }

  private ChannelInitializer<Channel> opening() {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        open(channel);
      }
    };
  }

  private void open(Channel channel) {
    var first = new LinkState.AwaitChallenge(side.self(), engineLoop);
    var link = new Connection(channel, side.environment(), this, first);
    link.join();
  }

  private void connected(Channel channel, @Nullable Throwable failure) {
    Connection link = channel.pipeline().get(Connection.class);
    if (failure != null || link == null) {
      failed(failure == null ? "the channel was not set up" : String.valueOf(failure.getMessage()));
    } else if (state instanceof SlotState.Connecting) {
      state = new SlotState.Handshaking(link);
      side.heartbeat().add(link);
    } else {
      var _ = channel.close();
    }
  }

  private void failed(String why) {
    warnOnce(why);
    reconnectLater();
  }

  /// Warns once per outage of the engine.
  private void warnOnce(String why) {
    if (hasComplained) {
      LOG.debug("engine loop {} at {}: {}", engineLoop, side.route(), why);
    } else {
      hasComplained = true;
      LOG.warn("no link to engine loop {} at {}: {}", engineLoop, side.route(), why);
    }
  }

  private void reconnectLater() {
    if (state instanceof SlotState.Retired) {
      return;
    }
    state = new SlotState.Waiting();
    Runnable again = this::connect;
    var _ = side.loop().schedule(again, backoff.nextNanos(), TimeUnit.NANOSECONDS);
  }

  /// Closes the link for good.
  void retire(String why) {
    Connection link = state instanceof SlotState.Handshaking(Connection shaking) ? shaking : link();
    state = new SlotState.Retired();
    backlog.clear();
    if (link != null) {
      link.close(LinkClosed.LOCAL, why);
    }
  }

  // ---- the link's life

  @Override
  public void proven(Connection link, LinkState.Proven proven) {
    throw new AssertionError("the connecting side does not verify a proof here");
  }

  @Override
  public void welcomed(Connection link, LinkPacket.Welcome welcome) {
    state = new SlotState.Registering(link);
    hasComplained = false;
    LOG.debug("linked to engine loop {} of {} at {}", engineLoop, welcome.loops(), side.route());
    listener.welcomed(this, link, welcome);
  }

  @Override
  public PacketReceiver receiver(Connection link) {
    return (from, packet) -> listener.received(this, from, packet);
  }

  /// The engine has registered the sessions of this loop.
  ///
  /// @return whether the link has become ready; false if it was already
  boolean registered() {
    if (state instanceof SlotState.Registering(Connection link)) {
      state = new SlotState.Ready(link, now());
      return true;
    }
    return false;
  }

  @Override
  public void pinged(Connection link, LinkPacket.Ping ping) {
    listener.pinged(link, ping);
  }

  @Override
  public void ponged(Connection link, LinkPacket.Pong pong) {
    listener.ponged(link, pong);
  }

  @Override
  public List<Position> positions(Connection link) {
    return List.of();
  }

  @Override
  public void writabilityChanged(Connection link) {
    pump();
    listener.writabilityChanged(link);
  }

  @Override
  public void closed(Connection link, LinkState.Closing end) {
    if (state instanceof SlotState.Retired) {
      return;
    }
    if (state instanceof SlotState.Ready(Connection _, long since)
        && now() - since >= side.environment().settings().reconnectMax().toNanos()) {
      backoff.reset();
    }
    warnOnce(end.cause() + ": " + end.message());
    reconnectLater();
    backlog.clear();
    if (link.wasOpen()) {
      listener.lost(this);
    }
  }

  @Override
  public void released(Connection link) {
    side.heartbeat().remove(link);
  }

  // ---- sending

  int engineLoop() {
    return engineLoop;
  }

  boolean isReady() {
    return state instanceof SlotState.Ready;
  }

  boolean isWelcomed() {
    return link() != null;
  }

  private @Nullable Connection link() {
    return switch (state) {
      case SlotState.Registering(Connection link) -> link;
      case SlotState.Ready(Connection link, long _) -> link;
      case SlotState.Waiting _,
          SlotState.Connecting _,
          SlotState.Handshaking _,
          SlotState.Retired _ ->
          null;
    };
  }

  /// Sends, or drops while there is no link.
  void send(Packet packet) {
    Connection link = link();
    if (link != null) {
      link.send(packet);
    }
  }

  /// Sends a request after all earlier ones, as soon as the link has room.
  void request(OpenRequest request) {
    request.slot = this;
    backlog.add(request);
    pump();
  }

  /// Drops queued requests that have been answered.
  void dropDone() {
    backlog.removeIf(request -> request.isDone);
  }

  /// Number of requests that wait for room.
  int waiting() {
    return backlog.size();
  }

  private void pump() {
    while (!backlog.isEmpty()
        && state instanceof SlotState.Ready(Connection link, long _)
        && link.isWritable()) {
      OpenRequest next = backlog.remove();
      if (!next.isDone) {
        link.send(next.request);
        listener.flushLater();
      }
    }
  }

  void flush() {
    Connection link = link();
    if (link != null) {
      link.flush();
    }
  }

  private long now() {
    return side.loop().ticker().nanoTime();
  }
}
