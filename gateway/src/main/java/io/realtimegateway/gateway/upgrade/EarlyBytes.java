package io.realtimegateway.gateway.upgrade;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/// Detects bytes that a client sends before its upgrade is answered, which RFC 6455 (section 4.1)
/// forbids: the HTTP decoder would lose them. It is in the pipeline before that decoder until the
/// connection is taken over, and counts the bytes that were read.
public final class EarlyBytes extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";

  private long count;

  /// The last three bytes, the last one in the lowest bits.
  private int last;

  private EarlyBytes() {}

  /// Adds the handler to the pipeline of an HTTP connection.
  public static void watch(ChannelPipeline pipeline) {
    pipeline.addBefore(DECODER, null, new EarlyBytes());
  }

  /// Number of bytes that were read on this connection.
  long count() {
    return count;
  }

  /// Whether the last bytes end a request without a body: an empty line.
  boolean endWithHead() {
    return (last & 0xffff) == 0x0a0a || (last & 0xffffff) == 0x0a0d0a;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      count += bytes.readableBytes();
      int end = bytes.writerIndex();
      for (int at = Math.max(bytes.readerIndex(), end - 3); at < end; at++) {
        last = last << 8 | (bytes.getByte(at) & 0xff);
      }
    }
    var _ = context.fireChannelRead(message);
  }
}
