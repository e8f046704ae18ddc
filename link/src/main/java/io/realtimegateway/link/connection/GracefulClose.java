package io.realtimegateway.link.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.protocol.ErrorCode;

/// Closes a socket so that the last bytes written still arrive. A plain close with unread bytes
/// would reset the connection and discard them; so only our half is shut, incoming bytes are read
/// and dropped, and the other side closes. The caller bounds the wait.
final class GracefulClose {
  private GracefulClose() {}

  /// The error code of a cause.
  static ErrorCode code(LinkClosed cause) {
    return switch (cause) {
      case REPLACED -> ErrorCode.CONFLICT;
      case MALFORMED, REFUSED -> ErrorCode.BAD_REQUEST;
      case SILENT, HANDSHAKE_TIMEOUT -> ErrorCode.TIMEOUT;
      case LOCAL, REMOTE, OVERFLOW -> ErrorCode.SERVICE_UNAVAILABLE;
    };
  }

  static void begin(Channel channel) {
    channel.config().setAutoRead(true);
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput().addListener(shut -> closeUnless(shut.isSuccess(), channel));
    } else {
      var _ = channel.close();
    }
  }

  private static void closeUnless(boolean isShut, Channel channel) {
    if (!isShut) {
      var _ = channel.close();
    }
  }
}
