package io.realtimegateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One connection of the bare server: passes received messages to all loops.
final class BareSession extends SimpleChannelInboundHandler<TextWebSocketFrame> {

  private final Collection<BareLoop> loops;
  private final BareLoop own;
  private int room = -1;

  BareSession(Collection<BareLoop> loops, @Nullable BareLoop own) {
    this.loops = loops;
    this.own = Objects.requireNonNull(own);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof HandshakeComplete handshake) {
      String uri = handshake.requestUri();
      room = Integer.parseInt(uri.substring(uri.lastIndexOf('=') + 1));
      own.join(room, ctx.channel());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame message) {
    ByteBuf frame = frame(ctx.channel(), message.content());
    for (BareLoop loop : loops) {
      if (loop.hasMembers(room)) {
        loop.deliver(room, frame.retainedDuplicate());
      }
    }
    frame.release();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (room >= 0) {
      own.leave(room, ctx.channel());
    }
  }

  private static ByteBuf frame(Channel channel, ByteBuf text) {
    int length = text.readableBytes();
    ByteBuf frame = channel.alloc().directBuffer(length + 4);
    frame.writeByte(0x81);
    if (length < 126) {
      frame.writeByte(length);
    } else {
      frame.writeByte(126).writeShort(length);
    }
    return frame.writeBytes(text);
  }
}
