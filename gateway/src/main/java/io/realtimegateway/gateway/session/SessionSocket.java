package io.realtimegateway.gateway.session;

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
import io.realtimegateway.gateway.LoopEnvironment;
import io.realtimegateway.gateway.inbound.CloseStatus;
import io.realtimegateway.gateway.inbound.Fragments;
import io.realtimegateway.gateway.inbound.PausableFrameDecoder;
import io.realtimegateway.gateway.inbound.WaitingMessages;
import io.realtimegateway.gateway.outbound.SessionOutput;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.protocol.CloseCode;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connection of a session: the only handler in its pipeline.
///
/// A whole message is one command. A command that may not be taken yet waits in [WaitingMessages];
/// frames are still read, so that pings are answered. Nothing is read while as many commands wait
/// as may wait, while the client does not read what is sent to it, and while it exceeds the rate of
/// fragments and pings.
final class SessionSocket extends PausableFrameDecoder implements InputPauses.Listener {
  /// Largest message of a client, in bytes.
  static final int MOST_MESSAGE_BYTES = 64 * 1024;

  private static final int NOT_CLOSED = 0;
  private static final String TOO_LONG = "a message has at most 64 KiB";
  private static final WebSocketDecoderConfig CONFIG = config(MOST_MESSAGE_BYTES);

  /// The session of the socket.
  interface Owner {
    /// The socket is in its pipeline.
    void connected(SessionSocket socket);

    void close(CloseCode code, String reason);

    /// The client sent a close frame.
    ///
    /// @param status of the frame, or `CloseStatus.NONE`
    void closedByClient(int status);

    /// Something has a deadline that may be earlier than the next look at the session.
    void lookSoon();

    /// Much waits to be written: the deadline for writes begins.
    void watchWrites();

    /// The connection ended.
    void disconnected();
  }

  private final LoopEnvironment loop;
  private final Owner owner;
  private final SessionOutput output;
  private final SilenceWatch silence;
  private final InputPauses pauses;
  private final InputRates rates;
  private final Consumer<ByteBuf> commands;
  private final Fragments fragments = new Fragments(MOST_MESSAGE_BYTES);
  private final WaitingMessages waiting;
  private @Nullable ChannelHandlerContext context;
  private boolean isTakeScheduled;

  /// Status of the close frame that came after the commands that wait.
  private int closeStatus = NOT_CLOSED;

  /// @param commands takes the text of one command; it is released by the caller
  SessionSocket(
      LoopEnvironment loop,
      Owner owner,
      SessionOutput output,
      SilenceWatch silence,
      InputPauses pauses,
      InputRates rates,
      Consumer<ByteBuf> commands) {
    super(CONFIG);
    this.loop = loop;
    this.owner = owner;
    this.output = output;
    this.silence = silence;
    this.pauses = pauses;
    this.rates = rates;
    this.commands = commands;
    this.waiting =
        new WaitingMessages(
            (int) loop.options().gateway().waitingCommands().bytes(), loop.waitingBytes());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    pauses.listener(this);
    owner.connected(this);
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
    if (output.isClosed()) {
      return;
    }
    long now = loop.nanos();
    boolean isExpected = frame instanceof PongWebSocketFrame && silence.isPinged();
    silence.received(now);
    loop.metrics().received(frame.content().readableBytes());
    switch (frame) {
      case TextWebSocketFrame text when text.isFinalFragment() -> message(text.content());
      case PingWebSocketFrame ping -> {
        countFrame(now);
        output.answer(WebSocketBytes.pong(loop.turn().allocator(), ping.content()));
      }
      case PongWebSocketFrame _ -> {
        if (!isExpected) {
          countFrame(now);
        }
      }
      case BinaryWebSocketFrame _ -> owner.close(CloseCode.UNSUPPORTED_DATA, "text frames only");
      default -> {
        countFrame(now);
        fragment(frame);
      }
    }
    pauseIfOutputIsFull();
  }

  private void countFrame(long now) {
    if (!rates.countFrame(now)) {
      owner.lookSoon();
    }
  }

  private void pauseIfOutputIsFull() {
    if (output.isFull()) {
      pauses.add(InputPauses.Pause.OUTBOUND);
      output.notifyDrained();
      owner.watchWrites();
    }
  }

  /// A part of a text message; Netty's decoder has checked that the parts are in order.
  private void fragment(WebSocketFrame frame) {
    if (!fragments.add(context().alloc(), frame.content())) {
      owner.close(CloseCode.TOO_BIG, TOO_LONG);
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
    if (output.isClosed()) {
      abort();
    } else if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
      owner.close(CloseCode.TOO_BIG, TOO_LONG);
    } else if (status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)) {
      owner.close(CloseCode.BAD_UTF8, "not UTF-8");
    } else {
      owner.close(CloseCode.PROTOCOL_ERROR, String.valueOf(cause.getMessage()));
    }
  }

  /// The client's close frame; the decoder drops what follows it. Commands that came before it are
  /// taken first.
  private void closed(int status) {
    closeStatus = status == -1 ? CloseStatus.NONE : status;
    if (closeStatus > CloseStatus.HIGHEST && !output.isClosed()) {
      owner.close(CloseCode.PROTOCOL_ERROR, "no such close code: " + closeStatus);
    } else if (waiting.isEmpty() || output.isClosed()) {
      owner.closedByClient(closeStatus);
    }
  }

  // ---- commands

  private void message(ByteBuf text) {
    if (waiting.isEmpty() && mayTake()) {
      commands.accept(text);
      return;
    }
    waiting.add(context().alloc(), text);
    if (waiting.isFull()) {
      pauses.add(InputPauses.Pause.WAITING);
    }
  }

  /// Whether a command may be taken now; counts it if it may.
  private boolean mayTake() {
    if (pauses.holdCommands()) {
      return false;
    }
    if (!rates.takeCommand(loop.nanos())) {
      owner.lookSoon();
      return false;
    }
    return true;
  }

  /// Takes the waiting commands as far as they may be taken, then the close frame after them.
  private void takeWaiting() {
    isTakeScheduled = false;
    while (!output.isClosed() && !waiting.isEmpty() && mayTake()) {
      ByteBuf next = waiting.next();
      if (next != null) {
        commands.accept(next);
        pauseIfOutputIsFull();
      }
    }
    if (output.isClosed()) {
      waiting.clear();
      return;
    }
    if (waiting.hasRoom()) {
      pauses.remove(InputPauses.Pause.WAITING);
    }
    if (waiting.isEmpty()) {
      waiting.clear();
      if (closeStatus != NOT_CLOSED) {
        owner.closedByClient(closeStatus);
      }
    }
  }

  // ---- pauses

  /// Whether frames of the client are read, a pong among them.
  boolean isReading() {
    return !pauses.stopReading() && closeStatus == NOT_CLOSED;
  }

  @Override
  public void readingStopped() {
    loop.metrics().readingPaused();
    pause(context(), true);
  }

  @Override
  public void readingAllowed() {
    silence.received(loop.nanos());
    pause(context(), false);
  }

  @Override
  public void commandsAllowed() {
    if (!waiting.isEmpty() && !isTakeScheduled) {
      isTakeScheduled = true;
      context().executor().execute(this::takeWaiting); // After the answer that made room.
    }
  }

  /// Ends the pauses that are over.
  ///
  /// @return when to look again
  long lookAtRates(long now) {
    return rates.look(now);
  }

  // ---- the end

  /// A close frame is being written: only that of the client matters now. If the client's bytes are
  /// not frames any more, the end of the stream takes its place. If the client's came first,
  /// nothing more can follow.
  void closing(ChannelFuture written) {
    waiting.clear();
    fragments.clear();
    pauses.clear();
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
    owner.disconnected();
    super.channelInactive(from);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext from) {
    waiting.clear();
    fragments.clear();
    owner.disconnected();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext from) {
    output.writabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    if (!(cause instanceof IOException)) {
      loop.metrics().failed("reading or writing a socket", cause);
    }
    var _ = from.close();
  }
}
