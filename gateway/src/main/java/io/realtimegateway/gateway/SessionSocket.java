package io.realtimegateway.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.realtimegateway.gateway.inbound.PausableFrameDecoder;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.gateway.timing.Rate;
import io.realtimegateway.gateway.timing.TokenBucket;
import io.realtimegateway.protocol.CloseCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The connection of a session: the one handler that stands in its pipeline. It reads messages at
/// the rate that is allowed, and nothing while a reason not to read holds.
final class SessionSocket extends PausableFrameDecoder {
  /// Largest message of a client, in bytes.
  static final int MOST_MESSAGE_BYTES = 64 * 1024;

  /// Status of a close frame that has none (RFC 6455, 7.4.1).
  static final int NO_STATUS = 1005;

  /// Highest status that a close frame may have (RFC 6455, 7.4.2); Netty lets higher ones pass.
  private static final int HIGHEST_STATUS = 4999;

  private static final WebSocketDecoderConfig CONFIG = config(MOST_MESSAGE_BYTES);

  /// Why nothing is read.
  enum Pause {
    /// The session sent more than its rate.
    RATE(1),
    /// Too many of its commands wait for the engine.
    IN_FLIGHT(2),
    /// It does not take what is sent to it.
    OUTBOUND(4),
    /// The link to the engine is full.
    LINK(8),
    /// It is being sent away as soon as its commands are answered.
    LEAVING(16);

    private final int bit;

    Pause(int bit) {
      this.bit = bit;
    }
  }

  private final Session session;
  private final TokenBucket rate;
  private @Nullable ChannelHandlerContext context;
  private @Nullable CompositeByteBuf fragments;
  private int pauses;

  SessionSocket(Session session) {
    super(CONFIG);
    this.session = session;
    this.rate = new TokenBucket(session.loop().nanos());
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
      session.closedByClient(status(closing));
      return;
    }
    if (!session.isOpen()) {
      return;
    }
    GatewayLoop loop = session.loop();
    long now = loop.nanos();
    boolean isAsked = frame instanceof PongWebSocketFrame && session.isPinged();
    session.heard(now);
    loop.metrics().received(frame.content().readableBytes());
    if (!isAsked) {
      rate.take(loop.settings().commands(), now);
    }
    switch (frame) {
      case PingWebSocketFrame ping ->
          session.receiver().answer(WebSocketBytes.pong(loop.turn().allocator(), ping.content()));
      case PongWebSocketFrame _ -> {}
      case BinaryWebSocketFrame _ -> session.close(CloseCode.UNSUPPORTED_DATA, "text frames only");
      default -> part(frame);
    }
    waitForRate(now);
    if (session.receiver().isFull()) {
      pause(Pause.OUTBOUND);
      session.receiver().tellDrained();
      session.watchWrites();
    }
  }

  private static int status(CloseWebSocketFrame closing) {
    int status = closing.statusCode();
    if (status > HIGHEST_STATUS) {
      return CloseCode.PROTOCOL_ERROR.code();
    }
    return status == -1 ? NO_STATUS : status;
  }

  /// A text message or a part of one; Netty's decoder knows that the parts are in order.
  private void part(WebSocketFrame frame) {
    CompositeByteBuf parts = fragments;
    if (parts == null && frame.isFinalFragment()) {
      message(frame.content());
      return;
    }
    if (parts == null) {
      parts = context().alloc().compositeBuffer(64);
      fragments = parts;
    }
    if (parts.readableBytes() + frame.content().readableBytes() > MOST_MESSAGE_BYTES) {
      dropFragments();
      session.close(CloseCode.TOO_BIG, "a message has at most 64 KiB");
      return;
    }
    parts.addComponent(true, frame.content().retain());
    if (frame.isFinalFragment()) {
      try {
        message(parts);
      } finally {
        dropFragments();
      }
    }
  }

  private void message(ByteBuf text) {
    session.loop().desk().take(session, text);
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

  // ---- pauses

  /// Whether the client is being listened to.
  boolean isReading() {
    return pauses == 0;
  }

  void pause(Pause reason) {
    if (pauses == 0) {
      session.loop().metrics().readingPaused();
    }
    pauses |= reason.bit;
    pause(context(), true);
  }

  void goOn(Pause reason) {
    if ((pauses & reason.bit) == 0) {
      return;
    }
    pauses &= ~reason.bit;
    if (pauses == 0) {
      session.heard(session.loop().nanos());
      pause(context(), false);
    }
  }

  private void waitForRate(long now) {
    Rate commands = session.loop().settings().commands();
    long wait = rate.waitNanos(commands, now);
    if (wait > 0) {
      pause(Pause.RATE);
      session.loop().arm(session, now + wait);
    }
  }

  /// Goes on reading where the rate allows it.
  ///
  /// @return when to look again
  long lookAtRate(long now) {
    if ((pauses & Pause.RATE.bit) == 0) {
      return Long.MAX_VALUE;
    }
    long wait = rate.waitNanos(session.loop().settings().commands(), now);
    if (wait > 0) {
      return now + wait;
    }
    goOn(Pause.RATE);
    return Long.MAX_VALUE;
  }

  // ---- the end

  /// A close frame is under way: only the other side's is of interest now. Where its bytes are no
  /// frames any more, it is told by the end of the stream.
  void closing(ChannelFuture written) {
    pauses = 0;
    pause(context(), false);
    if (isCorrupt()) {
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
    dropFragments();
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

  private void dropFragments() {
    CompositeByteBuf parts = fragments;
    fragments = null;
    if (parts != null) {
      parts.release();
    }
  }
}
