package io.realtimegateway.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.edge.rate.TokenBucket;
import io.realtimegateway.gateway.inbound.Fragments;
import io.realtimegateway.gateway.inbound.PausableFrameDecoder;
import io.realtimegateway.gateway.inbound.WaitingMessages;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.protocol.CloseCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The connection of a session: the one handler that stands in its pipeline.
///
/// A whole message is one command. If a command may not be taken yet, it waits in
/// [WaitingMessages]; frames are read on, so that pings are answered meanwhile. Nothing is read
/// while as much waits as may wait, while the client does not take what is sent to it, and while it
/// sends more fragments and pings than it may.
final class SessionSocket extends PausableFrameDecoder {
  /// Largest message of a client, in bytes.
  static final int MOST_MESSAGE_BYTES = 64 * 1024;

  /// Status of a close frame that has none (RFC 6455, 7.4.1).
  static final int NO_STATUS = 1005;

  /// Highest status that a close frame may have (RFC 6455, 7.4.2); Netty lets higher ones pass.
  private static final int HIGHEST_STATUS = 4999;

  private static final int NOT_CLOSED = 0;
  private static final WebSocketDecoderConfig CONFIG = config(MOST_MESSAGE_BYTES);

  /// Why commands wait, or why nothing is read.
  enum Pause {
    /// The session or its user sent more commands than the rate: commands wait.
    RATE(1),
    /// Too many of its commands wait for the engine: others wait here.
    IN_FLIGHT(2),
    /// The link to the engine is full: commands wait.
    LINK(4),
    /// It is being sent away as soon as its commands are answered: others wait.
    LEAVING(8),
    /// It does not take what is sent to it: commands wait and nothing is read.
    OUTBOUND(16),
    /// As many commands wait as may wait: nothing is read.
    WAITING(32),
    /// It sent more fragments and pings than it may: nothing is read.
    FRAMES(64);

    /// With one of these set commands wait.
    private static final int HOLDS = 31;

    /// With one of these set nothing is read.
    private static final int STOPS_READING = 112;

    private final int bit;

    Pause(int bit) {
      this.bit = bit;
    }
  }

  private final Session session;
  private final TokenBucket commandRate;
  private final TokenBucket frameRate;
  private final Fragments fragments = new Fragments(MOST_MESSAGE_BYTES);
  private final WaitingMessages waiting;
  private @Nullable ChannelHandlerContext context;
  private int pauses;
  private long rateUntil;
  private long framesUntil;
  private boolean isTakeDue;

  /// Status of the close frame that stands behind the commands that wait.
  private int closeStatus = NOT_CLOSED;

  SessionSocket(Session session) {
    super(CONFIG);
    GatewayLoop loop = session.loop();
    this.session = session;
    this.commandRate = new TokenBucket(loop.nanos());
    this.frameRate = new TokenBucket(loop.nanos());
    this.waiting = new WaitingMessages(loop.settings().waitingBytes(), loop.waitingBytes());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    session.connected(this);
  }

  ChannelHandlerContext context() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("not in a pipeline");
    }
    return current;
  }

  // ---- reading

  @Override
  protected void received(ChannelHandlerContext from, WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame closing) {
      closed(closing.statusCode());
      return;
    }
    if (!session.isOpen()) {
      return;
    }
    GatewayLoop loop = session.loop();
    long now = loop.nanos();
    boolean isAsked = frame instanceof PongWebSocketFrame && session.silence().isPinged();
    session.silence().heard(now);
    loop.metrics().received(frame.content().readableBytes());
    switch (frame) {
      case TextWebSocketFrame text when text.isFinalFragment() -> message(text.content());
      case PingWebSocketFrame ping -> {
        countFrame(now);
        session.receiver().answer(WebSocketBytes.pong(loop.turn().allocator(), ping.content()));
      }
      case PongWebSocketFrame _ -> {
        if (!isAsked) {
          countFrame(now);
        }
      }
      case BinaryWebSocketFrame _ -> session.close(CloseCode.UNSUPPORTED_DATA, "text frames only");
      default -> {
        countFrame(now);
        fragment(frame);
      }
    }
    lookAtOutbound();
  }

  /// A frame that is no command by itself. Reading pauses where there are too many of them.
  private void countFrame(long now) {
    Rate frames = session.loop().settings().frames();
    frameRate.take(frames, now);
    long wait = frameRate.waitNanos(frames, now);
    if (wait > 0) {
      framesUntil = now + wait;
      pause(Pause.FRAMES);
      session.armSoon();
    }
  }

  private void lookAtOutbound() {
    if (session.receiver().isFull()) {
      pause(Pause.OUTBOUND);
      session.receiver().tellDrained();
      session.watchWrites();
    }
  }

  /// A part of a text message; Netty's decoder knows that the parts are in order.
  private void fragment(WebSocketFrame frame) {
    if (!fragments.add(context().alloc(), frame.content())) {
      session.close(CloseCode.TOO_BIG, "a message has at most 64 KiB");
    } else if (frame.isFinalFragment()) {
      try {
        message(fragments.message());
      } finally {
        fragments.clear();
      }
    }
  }

  @Override
  protected void corrupted(ChannelHandlerContext from, CorruptedWebSocketFrameException cause) {
    WebSocketCloseStatus status = cause.closeStatus();
    if (!session.isOpen()) {
      abort();
    } else if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      session.close(CloseCode.TOO_BIG, "a message has at most 64 KiB");
    } else if (status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)) {
      session.close(CloseCode.BAD_UTF8, "not UTF-8");
    } else {
      session.close(CloseCode.PROTOCOL_ERROR, String.valueOf(cause.getMessage()));
    }
  }

  /// The client's close frame; the decoder drops what follows. Commands that came before it are
  /// taken before it.
  private void closed(int status) {
    closeStatus = status == -1 ? NO_STATUS : status;
    if (closeStatus > HIGHEST_STATUS && session.isOpen()) {
      session.close(CloseCode.PROTOCOL_ERROR, "no such close code: " + closeStatus);
    } else if (waiting.isEmpty() || !session.isOpen()) {
      session.closedByClient(closeStatus);
    }
  }

  // ---- commands

  private void message(ByteBuf text) {
    if (waiting.isEmpty() && mayTake()) {
      take(text);
      return;
    }
    waiting.add(context().alloc(), text);
    if (waiting.isFull()) {
      pause(Pause.WAITING);
    }
  }

  /// Whether a command may be taken now; counts it if it may.
  private boolean mayTake() {
    if ((pauses & Pause.HOLDS) != 0) {
      return false;
    }
    GatewayLoop loop = session.loop();
    long now = loop.nanos();
    long wait = commandRate.waitNanos(loop.settings().commands(), now);
    if (wait == 0) {
      wait = session.ofUser().take(now);
    }
    if (wait > 0) {
      rateUntil = now + wait;
      pause(Pause.RATE);
      session.armSoon();
      return false;
    }
    commandRate.take(loop.settings().commands(), now);
    return true;
  }

  private void take(ByteBuf text) {
    session.loop().desk().take(session, text);
  }

  /// Takes what waits as far as it may be taken, then the close frame behind it.
  private void takeWaiting() {
    isTakeDue = false;
    while (session.isOpen() && !waiting.isEmpty() && mayTake()) {
      ByteBuf next = waiting.next();
      if (next != null) {
        take(next);
        lookAtOutbound();
      }
    }
    if (!session.isOpen()) {
      waiting.clear();
      return;
    }
    if (waiting.hasRoom()) {
      goOn(Pause.WAITING);
    }
    if (waiting.isEmpty()) {
      waiting.clear();
      if (closeStatus != NOT_CLOSED) {
        session.closedByClient(closeStatus);
      }
    }
  }

  // ---- pauses

  /// Whether frames of the client are read, a pong among them.
  boolean isReading() {
    return (pauses & Pause.STOPS_READING) == 0 && closeStatus == NOT_CLOSED;
  }

  void pause(Pause reason) {
    int before = pauses;
    pauses |= reason.bit;
    if ((before & Pause.STOPS_READING) == 0 && (pauses & Pause.STOPS_READING) != 0) {
      session.loop().metrics().readingPaused();
      pause(context(), true);
    }
  }

  void goOn(Pause reason) {
    int before = pauses;
    pauses &= ~reason.bit;
    if ((before & Pause.STOPS_READING) != 0 && (pauses & Pause.STOPS_READING) == 0) {
      session.silence().heard(session.loop().nanos());
      pause(context(), false);
    }
    boolean mayGoOn = (before & Pause.HOLDS) != 0 && (pauses & Pause.HOLDS) == 0;
    if (mayGoOn && !waiting.isEmpty() && !isTakeDue) {
      isTakeDue = true;
      context().executor().execute(this::takeWaiting); // Behind the answer that made room.
    }
  }

  /// Goes on where the rates allow it.
  ///
  /// @return when to look again
  long lookAtRates(long now) {
    return Math.min(
        lookAtRate(Pause.RATE, rateUntil, now), lookAtRate(Pause.FRAMES, framesUntil, now));
  }

  private long lookAtRate(Pause reason, long until, long now) {
    if ((pauses & reason.bit) == 0) {
      return Long.MAX_VALUE;
    }
    if (until - now > 0) {
      return until;
    }
    goOn(reason);
    return Long.MAX_VALUE;
  }

  // ---- the end

  /// A close frame is under way: only the other side's is of interest now. Where its bytes are no
  /// frames any more, it is told by the end of the stream; one whose close frame came before has
  /// nothing more to say.
  void closing(ChannelFuture written) {
    waiting.clear();
    fragments.clear();
    pauses = 0;
    pause(context(), false);
    if (closeStatus != NOT_CLOSED) {
      written.addListener(_ -> abort());
    } else if (isCorrupt()) {
      written.addListener(_ -> shutDownOutput());
    }
  }

  private void shutDownOutput() {
    ChannelHandlerContext current = context();
    boolean isPlain = current.pipeline().get(SslHandler.class) == null;
    if (isPlain && current.channel() instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    } else {
      var _ = current.close();
    }
  }

  void abort() {
    var _ = context().close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) throws Exception {
    session.disconnected();
    super.channelInactive(from);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext from) {
    waiting.clear();
    fragments.clear();
    session.disconnected();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext from) {
    session.receiver().writabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    if (!(cause instanceof IOException)) {
      session.loop().metrics().failed("reading or writing a socket", cause);
    }
    var _ = from.close();
  }
}
