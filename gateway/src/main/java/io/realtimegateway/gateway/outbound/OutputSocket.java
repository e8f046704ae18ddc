package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The socket that a session's output is written to. Bytes that are written before it is connected
/// are held until then.
final class OutputSocket {
  private @Nullable ChannelHandlerContext context;
  private @Nullable List<ByteBuf> held;
  private int writes;

  /// Writes the held bytes.
  ///
  /// @return whether there were any
  boolean connect(ChannelHandlerContext socket) {
    context = socket;
    List<ByteBuf> before = held;
    held = null;
    if (before == null) {
      return false;
    }
    for (ByteBuf bytes : before) {
      writes++;
      var _ = socket.write(bytes, socket.voidPromise());
    }
    socket.flush();
    return true;
  }

  /// Writes and flushes; takes the bytes over.
  void write(ByteBuf bytes) {
    ChannelHandlerContext socket = context;
    if (socket == null) {
      hold(bytes);
    } else {
      writes++;
      var _ = socket.writeAndFlush(bytes, socket.voidPromise());
    }
  }

  private void hold(ByteBuf bytes) {
    List<ByteBuf> before = held;
    if (before == null) {
      before = new ArrayList<>();
      held = before;
    }
    before.add(bytes);
  }

  /// Writes the last bytes of the session; takes them over.
  ///
  /// @return completes when they are written; null if there is no socket
  @Nullable ChannelFuture writeLast(ByteBuf bytes) {
    ChannelHandlerContext socket = context;
    if (socket == null) {
      bytes.release();
      return null;
    }
    return socket.writeAndFlush(bytes);
  }

  /// Drops the held bytes.
  void clear() {
    List<ByteBuf> before = held;
    held = null;
    if (before != null) {
      before.forEach(ByteBuf::release);
    }
  }

  boolean isWritable() {
    ChannelHandlerContext socket = context;
    return socket != null && socket.channel().isWritable();
  }

  /// Bytes that were written here and that the operating system has not taken yet.
  int pendingBytes() {
    ChannelOutboundBuffer buffer = buffer();
    if (buffer != null) {
      return (int) Math.min(buffer.totalPendingWriteBytes(), Integer.MAX_VALUE);
    }
    List<ByteBuf> before = held;
    return before == null ? 0 : before.stream().mapToInt(ByteBuf::readableBytes).sum();
  }

  /// A number that changes when the operating system takes bytes, and with each write.
  long progress() {
    ChannelOutboundBuffer buffer = buffer();
    return buffer == null ? 0 : (long) (writes - buffer.size()) << 32 ^ buffer.currentProgress();
  }

  private @Nullable ChannelOutboundBuffer buffer() {
    ChannelHandlerContext socket = context;
    return socket == null ? null : socket.channel().unsafe().outboundBuffer();
  }
}
