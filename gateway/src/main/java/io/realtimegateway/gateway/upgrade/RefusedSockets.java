package io.realtimegateway.gateway.upgrade;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.realtimegateway.gateway.GatewayMetrics;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.protocol.CloseCode;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Upgrades of one loop that are refused with a close frame, because a page in a browser cannot
/// read an HTTP answer. Such a socket has no session and reads nothing; it waits a short time for
/// the client to end the connection. If too many wait, further ones are closed at once.
final class RefusedSockets {
  private static final int MOST_WAITING = 256;
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int LOW_BYTES = 1024;

  private final GatewayMetrics metrics;
  private int waiting;

  RefusedSockets(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /// Upgrades the connection of a request and closes it.
  ///
  /// @param reason for the client; cut to 123 bytes
  void refuse(HttpServerRequest request, CloseCode code, String reason) {
    Takeover.take(request, new Refused(code, reason), LOW_BYTES)
        .onFailure(failure -> metrics.failed("the refusal of an upgrade", failure));
  }

  private final class Refused extends ChannelInboundHandlerAdapter {
    private final CloseCode code;
    private final String reason;
    private @Nullable Future<?> timer;

    Refused(CloseCode code, String reason) {
      this.code = code;
      this.reason = reason;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      waiting++;
      ChannelFuture written =
          context.writeAndFlush(WebSocketBytes.close(context.alloc(), code.code(), reason));
      if (waiting > MOST_WAITING) {
        written.addListener(ChannelFutureListener.CLOSE);
        return;
      }
      timer =
          context
              .executor()
              .schedule(() -> end(context), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      if (context.channel() instanceof DuplexChannel duplex
          && context.pipeline().get(SslHandler.class) == null) {
        written.addListener(
            _ -> {
              var _ = duplex.shutdownOutput();
            });
      }
    }

    /// Closing earlier could discard the close frame before the client has read it.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      if (context.pipeline().get(SslHandler.class) != null) {
        end(context);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      end(context);
    }

    private static void end(ChannelHandlerContext context) {
      var _ = context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      waiting--;
      Future<?> running = timer;
      if (running != null) {
        running.cancel(false);
      }
    }
  }
}
