package io.realtimegateway.link.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.channel.FrameCodec;
import io.realtimegateway.link.channel.PipeChannel;
import io.realtimegateway.link.channel.ReadStage;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.codec.Decoded;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that is becoming a link, is one, or is ending: the last handler of its channel. It
/// handles packets only; on a socket a [FrameCodec] before it turns them into bytes and back. What
/// it does with a packet depends on its [LinkState]; its [LinkOwner] is notified. Everything
/// happens on the channel's loop.
///
/// The owner is notified of the end in a task of its own, never from inside a call of the owner, so
/// an owner may send to all its links in a loop while one of them overflows.
public final class Connection extends ChannelInboundHandlerAdapter implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Channel channel;
  private final LinkEnvironment environment;
  private final LinkOwner owner;
  private final Outbound outbound;
  private final Pulse pulse;
  private LinkState state;
  private @Nullable PacketReceiver receiver;
  private @Nullable Peer peer;
  private boolean isReading = true;
  private boolean endTold;

  /// @param first the initial state of the link
  public Connection(
      Channel channel, LinkEnvironment environment, LinkOwner owner, LinkState first) {
    this.channel = channel;
    this.environment = environment;
    this.owner = owner;
    this.state = first;
    this.outbound =
        new Outbound(
            channel,
            environment.settings().outbound(),
            environment.metrics(),
            this::notifyWritability);
    this.pulse = new Pulse(environment.settings(), now());
  }

  /// Adds itself to its channel as the last handler, on a socket with a codec before it.
  public void join() {
    if (!(channel instanceof PipeChannel)) {
      channel.pipeline().addLast(new FrameCodec(this::readStage, environment.metrics()));
    }
    channel.pipeline().addLast(this);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (state instanceof LinkState.AwaitHello(Nonce challenge)) {
      write(new LinkPacket.Challenge(ProtocolVersion.MAJOR, ProtocolVersion.MINOR, challenge));
      outbound.flush();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(state instanceof LinkState.Closing)) {
      pulse.sawLife();
      handle((Packet) message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Decoded.Malformed(String cause)) {
      closeWith(LinkClosed.MALFORMED, ErrorCode.BAD_REQUEST, cause);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (pulse.takePongQueued()) {
      outbound.flush();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(
        state.close(
            LinkClosed.REMOTE,
            ErrorCode.SERVICE_UNAVAILABLE,
            "the other side closed the connection"));
    release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("link to {} failed", channel.remoteAddress(), cause);
    }
    end(state.close(LinkClosed.REMOTE, ErrorCode.SERVICE_UNAVAILABLE, "the connection failed"));
    var _ = channel.close();
  }

  /// Which packets are currently read.
  private ReadStage readStage() {
    return switch (state) {
      case LinkState.AwaitHello _, LinkState.AwaitChallenge _, LinkState.AwaitWelcome _ ->
          ReadStage.HANDSHAKE;
      case LinkState.Proven _ -> ReadStage.PAUSED;
      case LinkState.Open _ -> ReadStage.OPEN;
      case LinkState.Closing _ -> ReadStage.ENDED;
    };
  }

  private void handle(Packet packet) {
    switch (state) {
      case LinkState.AwaitHello await -> moveTo(await.hello(packet, environment.proof()));
      case LinkState.AwaitChallenge await ->
          moveTo(await.challenge(packet, environment.newNonce(), environment.proof()));
      case LinkState.AwaitWelcome await -> {
        moveTo(await.welcome(packet, environment.proof()));
        if (packet instanceof LinkPacket.Welcome welcome && isOpen()) {
          owner.welcomed(this, welcome);
        }
      }
      case LinkState.Open _ -> receive(packet);
      case LinkState.Proven _, LinkState.Closing _ -> throw new AssertionError("not listening");
    }
  }

  private void moveTo(LinkState next) {
    switch (next) {
      case LinkState.Proven proven -> {
        state = proven;
        channel.config().setAutoRead(false);
        owner.proven(this, proven);
      }
      case LinkState.AwaitWelcome await -> {
        state = await;
        write(await.hello());
        outbound.flush();
      }
      case LinkState.Closing end -> closeWith(end.cause(), end.code(), end.message());
      case LinkState.Open open -> opened(open);
      case LinkState.AwaitHello _, LinkState.AwaitChallenge _ ->
          throw new AssertionError("no transition leads back to the first state");
    }
  }

  private void receive(Packet packet) {
    switch (packet) {
      case LinkPacket.Ping ping -> {
        write(new LinkPacket.Pong(ping.nonce()));
        pulse.pongQueued();
        owner.pinged(this, ping);
      }
      case LinkPacket.Pong pong -> {
        if (!pulse.isAnswerOfOurs(pong)) {
          owner.ponged(this, pong);
        }
      }
      case LinkPacket.Challenge _, LinkPacket.Hello _, LinkPacket.Welcome _ ->
          closeWith(
              LinkClosed.REFUSED, ErrorCode.BAD_REQUEST, "the handshake was already completed");
      case Answer.Failure failure when failure.request() == 0 -> {
        end(state.close(LinkClosed.REMOTE, failure.code(), failure.message()));
        var _ = channel.close();
      }
      case LinkPacket.Drain _,
          LinkPacket.NotOwner _,
          Answer _,
          Command _,
          Delivery _,
          Event _,
          SessionPacket _,
          ShardPacket _ ->
          passOn(packet);
    }
  }

  /// A receiver that throws has failed for this packet only: the link stays open.
  private void passOn(Packet packet) {
    try {
      if (receiver != null) {
        receiver.received(this, packet);
      }
    } catch (RuntimeException e) {
      environment.metrics().receiverFailed();
      LOG.error("the receiver of a {} failed", packet.getClass().getSimpleName(), e);
    }
  }

  /// Accepting side, on the loop that the other end asked for: opens the link.
  public void welcome(LinkState.Proven proven, LinkPacket.Welcome welcome) {
    opened(proven.open());
    write(welcome);
    outbound.flush();
    pulse.sent(welcome.positions());
  }

  /// Accepting side, after [#welcome]: resumes reading, first what arrived before.
  public void resume() {
    channel.config().setAutoRead(isReading);
  }

  private void opened(LinkState.Open open) {
    state = open;
    receiver = owner.receiver(this);
    peer = open.peer();
    environment.metrics().opened();
    pulse.opened(now());
  }

  /// Called at every tick of the loop's [Heartbeat].
  void beat(long nowNanos) {
    switch (state) {
      case LinkState.AwaitHello _, LinkState.AwaitChallenge _, LinkState.AwaitWelcome _ -> {
        if (pulse.isHandshakeOver(nowNanos)) {
          closeWith(LinkClosed.HANDSHAKE_TIMEOUT, ErrorCode.TIMEOUT, "the handshake took too long");
        }
      }
      case LinkState.Open _ -> beatOpen(nowNanos);
      case LinkState.Closing _ -> {
        if (pulse.isCloseOver(nowNanos)) {
          var _ = channel.close();
        }
      }
      case LinkState.Proven _ -> {}
    }
  }

  private void beatOpen(long nowNanos) {
    pulse.progress(outbound.isEmpty(), outbound.progress(), nowNanos);
    if (pulse.isSilent(isReading, nowNanos)) {
      closeWith(LinkClosed.SILENT, ErrorCode.TIMEOUT, "the other side was silent for too long");
    } else if (pulse.isPingDue(nowNanos)) {
      write(pulse.ping(owner.positions(this), nowNanos));
      outbound.flush();
    }
  }

  @Override
  public void close(LinkClosed cause, String message) {
    closeWith(cause, GracefulClose.code(cause), message);
  }

  private void closeWith(LinkClosed cause, ErrorCode code, String message) {
    if (state instanceof LinkState.Closing) {
      return;
    }
    if (cause != LinkClosed.OVERFLOW) {
      outbound.flush();
    }
    boolean isReachable = outbound.isEmpty() && channel.isActive() && channel.isRegistered();
    end(state.close(cause, code, message));
    if (isReachable) {
      outbound.add(new Answer.Failure(0, code, message, null));
      outbound.flush();
      GracefulClose.begin(channel);
    } else {
      var _ = channel.close();
    }
  }

  private void end(LinkState.Closing closing) {
    if (state instanceof LinkState.Closing) {
      return;
    }
    if (state instanceof LinkState.Open) {
      environment.metrics().openEnded();
    }
    state = closing;
    environment.metrics().closed(closing.cause());
    outbound.discard();
    pulse.closing(now());
    eventLoop().execute(this::notifyEnd);
  }

  /// Notifies the owner of the end now, if that has not been done.
  public void notifyEnd() {
    if (state instanceof LinkState.Closing closing && !endTold) {
      endTold = true;
      owner.closed(this, closing);
    }
  }

  private void release() {
    outbound.discard();
    owner.released(this);
  }

  @Override
  public Peer peer() {
    if (peer == null) {
      throw new IllegalStateException("the link was never open");
    }
    return peer;
  }

  public boolean isProven() {
    return state instanceof LinkState.Proven;
  }

  public boolean wasOpen() {
    return peer != null;
  }

  @Override
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  public Channel channel() {
    return channel;
  }

  @Override
  public void send(Packet packet) {
    if (state instanceof LinkState.Open) {
      write(packet);
    }
  }

  private void write(Packet packet) {
    if (!outbound.add(packet)) {
      closeWith(
          LinkClosed.OVERFLOW,
          ErrorCode.SERVICE_UNAVAILABLE,
          String.format(
              Locale.ROOT,
              "the other side reads too slowly: %d bytes are queued",
              outbound.waiting()));
    }
  }

  @Override
  public void flush() {
    outbound.flush();
  }

  @Override
  public boolean isWritable() {
    return state instanceof LinkState.Open && outbound.isWritable();
  }

  @Override
  public void reading(boolean on) {
    if (isReading != on && state instanceof LinkState.Open) {
      isReading = on;
      pulse.sawLife();
      channel.config().setAutoRead(on);
    }
  }

  @Override
  public boolean isOpen() {
    return state instanceof LinkState.Open;
  }

  private void notifyWritability() {
    eventLoop()
        .execute(
            () -> {
              if (isOpen()) {
                owner.writabilityChanged(this);
              }
            });
  }

  private long now() {
    return eventLoop().ticker().nanoTime();
  }
}
