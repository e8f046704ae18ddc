package io.realtimegateway.gateway.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/// Netty's frame decoder, extended so that each frame is processed before the next is decoded, and
/// that decoding can stop between two frames: bytes that have arrived wait, at most one read of the
/// socket, and no more are read.
public abstract class PausableFrameDecoder extends WebSocket13FrameDecoder {
  private boolean isPaused;
  private boolean isCorrupt;

  protected PausableFrameDecoder(WebSocketDecoderConfig config) {
    super(config);
  }

  /// The settings of a server: masked frames and no extensions; this handler answers violations.
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

  /// Processes one frame; it is released by the caller.
  protected abstract void received(ChannelHandlerContext context, WebSocketFrame frame);

  /// The bytes are not WebSocket frames; further bytes are dropped.
  protected abstract void corrupted(
      ChannelHandlerContext context, CorruptedWebSocketFrameException cause);

  /// Stops or resumes reading.
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

  /// Whether the client has sent bytes that are not WebSocket frames.
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
      process(context, (WebSocketFrame) decoded);
    }
    out.clear();
  }

  /// Netty's own method would read although reading is off.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }

  private void process(ChannelHandlerContext context, WebSocketFrame frame) {
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
