package io.realtimegateway.gateway.upgrade;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.net.NetSocketInternal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Answers an upgrade request with 101 and takes its connection over from Vert.x. This is the only
/// place that depends on how Vert.x builds its pipeline: after `toNetSocket`, the handler `handler`
/// is the last one, and no HTTP handler is left.
final class Takeover {
  static final String KEY_HEADER = "Sec-WebSocket-Key";

  /// Appended to the client's key before it is hashed (RFC 6455, section 1.3).
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private Takeover() {}

  /// Upgrades the connection of a request.
  ///
  /// @param request with a `Sec-WebSocket-Key`
  /// @param socket the last handler of the pipeline afterwards
  /// @param low outbound bytes of the connection below which it is writable
  static Future<Void> take(HttpServerRequest request, ChannelHandler socket, int low) {
    String key = request.getHeader(KEY_HEADER);
    request
        .response()
        .putHeader(HttpHeaders.UPGRADE, "websocket")
        .putHeader(HttpHeaders.CONNECTION, "Upgrade")
        .putHeader("Sec-WebSocket-Accept", accept(key == null ? "" : key));
    return request
        .toNetSocket()
        .map(
            taken -> {
              replace(((NetSocketInternal) taken).channelHandlerContext(), socket, low);
              return null;
            });
  }

  /// The handler that counts the bytes of a request's connection; null if there is none.
  static @Nullable EarlyBytes earlyBytes(HttpServerRequest request) {
    return request.connection() instanceof HttpServerConnection plain
        ? plain.channelHandlerContext().pipeline().get(EarlyBytes.class)
        : null;
  }

  /// Both water marks of the channel are the low one, so that it reports when more may be written.
  private static void replace(ChannelHandlerContext handler, ChannelHandler socket, int low) {
    Channel channel = handler.channel();
    ChannelPipeline pipeline = handler.pipeline();
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(low, low));
    if (pipeline.get("idle") != null) {
      pipeline.remove("idle");
    }
    if (pipeline.get(EarlyBytes.class) != null) {
      pipeline.remove(EarlyBytes.class);
    }
    pipeline.addBefore("handler", "session", socket);
    pipeline.remove("handler");
    channel.config().setAutoRead(true);
    if (!channel.isActive()) {
      var _ = pipeline.close();
    }
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
