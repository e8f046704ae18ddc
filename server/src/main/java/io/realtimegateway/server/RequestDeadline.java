package io.realtimegateway.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Cuts a connection whose request trickles: from its first byte to the last of its body a request
/// has a fixed time, however often something of it comes. A new connection has the same time to say
/// anything at all. It stands in front of the HTTP decoder, and its other half behind it; both
/// leave when the connection is no longer HTTP's.
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";

  private final Duration timeout;
  private @Nullable Future<?> timer;
  private boolean isSilent = true;

  private RequestDeadline(Duration timeout) {
    this.timeout = timeout;
  }

  /// Adds both halves to the pipeline of a connection.
  static void watch(ChannelPipeline pipeline, Duration timeout) {
    RequestDeadline deadline = new RequestDeadline(timeout);
    pipeline.addBefore(DECODER, "request-begin", deadline);
    pipeline.addAfter(DECODER, "request-end", deadline.new End());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    start(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (context.pipeline().get(DECODER) == null) {
      stop();
      context.pipeline().remove(this);
    } else if (isSilent || timer == null) {
      stop();
      isSilent = false;
      start(context);
    }
    var _ = context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    var _ = context.fireChannelInactive();
  }

  private void start(ChannelHandlerContext context) {
    timer =
        context.executor().schedule(() -> cut(context), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void cut(ChannelHandlerContext context) {
    timer = null;
    if (context.pipeline().get(DECODER) != null) {
      var _ = context.close();
    }
  }

  private void stop() {
    Future<?> running = timer;
    timer = null;
    if (running != null) {
      running.cancel(false);
    }
  }

  /// Behind the decoder: sees where a request ends.
  private final class End extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        stop();
      }
      var _ = context.fireChannelRead(message);
      if (context.pipeline().get(DECODER) == null && !context.isRemoved()) {
        context.pipeline().remove(this);
      }
    }
  }
}
