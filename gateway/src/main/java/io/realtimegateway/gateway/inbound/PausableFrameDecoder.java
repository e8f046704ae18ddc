package io.realtimegateway.gateway.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/// Netty's frame decoder that hands each frame on before it looks at the next, and that can stop
/// between two frames: what has arrived waits as bytes, at most one read of the socket, and nothing
/// more is read.
public abstract class PausableFrameDecoder extends WebSocket13FrameDecoder {
  private boolean isPaused;
  private boolean isCorrupt;

  protected PausableFrameDecoder(WebSocketDecoderConfig config) {
    super(config);
  }

  /// What a server reads: masked frames, no extensions, and this handler itself answers violations.
  ///
  /// @param mostBytes largest payload of a frame
  public static WebSocketDecoderConfig config(int mostBytes) {
    return WebSocketDecoderConfig.newBuilder()
        .expectMaskedFrames(true)
        .allowExtensions(false)
        .allowMaskMismatch(false)
        .closeOnProtocolViolation(false)
        .withUTF8Validator(false)
        .maxFramePayloadLength(mostBytes)
        .build();
  }

  /// Takes one frame; it is released by the caller.
  protected abstract void received(ChannelHandlerContext context, WebSocketFrame frame);

  /// The bytes are no WebSocket frames (any more); what follows is thrown away.
  protected abstract void corrupted(
      ChannelHandlerContext context, CorruptedWebSocketFrameException cause);

  /// Stops or goes on.
  protected final void pause(ChannelHandlerContext context, boolean pause) {
    if (isPaused == pause) {
      return;
    }
    isPaused = pause;
    context.channel().config().setAutoRead(!pause);
    if (!pause) {
      context.executor().execute(() -> decodeWaiting(context));
    }
  }

  /// Whether the bytes are no WebSocket frames any more.
  protected final boolean isCorrupt() {
    return isCorrupt;
  }

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (isPaused) {
      return;
    }
    try {
      super.decode(context, in, out);
    } catch (CorruptedWebSocketFrameException cause) {
      isCorrupt = true;
      corrupted(context, cause);
    }
    for (Object decoded : out) {
      hand(context, (WebSocketFrame) decoded);
    }
    out.clear();
  }

  /// Netty's own would read on where reading is off.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  private void hand(ChannelHandlerContext context, WebSocketFrame frame) {
    try {
      received(context, frame);
    } finally {
      frame.release();
    }
  }

  private void decodeWaiting(ChannelHandlerContext context) {
    if (!isPaused && !context.isRemoved()) {
      try {
        channelRead(context, Unpooled.EMPTY_BUFFER);
      } catch (Exception thrown) {
        context.fireExceptionCaught(thrown);
      }
    }
  }
}
