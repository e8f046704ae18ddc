package io.realtimegateway.gateway;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.protocol.CloseCode;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Upgrades of one loop that are refused with a close frame, because a browser shows its page
/// nothing of an HTTP answer. Such a socket belongs to no session, reads nothing and holds nothing;
/// it waits a short time for the client to end the connection. Beyond a number of them they do not
/// wait.
final class RefusedSockets {
  private static final int MOST_WAITING = 256;
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int LOW_BYTES = 1024;

  private final GatewayLoop loop;
  private int waiting;

  RefusedSockets(GatewayLoop loop) {
    this.loop = loop;
  }

  /// Upgrades the connection of a request and closes it.
  ///
  /// @param reason for the client; cut where it is longer than 123 bytes
  void refuse(HttpServerRequest request, CloseCode code, String reason) {
    Takeover.take(request, new Refused(code, reason), LOW_BYTES)
        .onFailure(failure -> loop.metrics().failed("refusing an upgrade", failure));
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

    /// An end that comes before the client has read everything could take the close frame from it.
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
