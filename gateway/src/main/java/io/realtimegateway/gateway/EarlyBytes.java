package io.realtimegateway.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/// Notices bytes that a client sends before its upgrade is answered, which RFC 6455 (4.1) forbids:
/// the HTTP decoder would lose them. It stands in front of that decoder until the connection is
/// taken over, and counts what has come.
public final class EarlyBytes extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";

  private long count;

  /// The newest three bytes, the newest one lowest.
  private int newest;

  private EarlyBytes() {}

  /// Adds it to the pipeline of an HTTP connection.
  public static void watch(ChannelPipeline pipeline) {
    pipeline.addBefore(DECODER, null, new EarlyBytes());
  }

  /// Number of bytes that came on this connection.
  long count() {
    return count;
  }

  /// Whether the newest bytes are the end of a request without a body: an empty line.
  boolean endWithHead() {
    return (newest & 0xffff) == 0x0a0a || (newest & 0xffffff) == 0x0a0d0a;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      count += bytes.readableBytes();
      int end = bytes.writerIndex();
      for (int at = Math.max(bytes.readerIndex(), end - 3); at < end; at++) {
        newest = newest << 8 | (bytes.getByte(at) & 0xff);
      }
    }
    var _ = context.fireChannelRead(message);
  }
}
