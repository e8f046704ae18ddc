package io.realtimegateway.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.realtimegateway.protocol.codec.PacketEncoder;
import io.realtimegateway.protocol.packet.Packet;
import org.jspecify.annotations.Nullable;

/// What waits to be sent on one link: frames are encoded one behind the other into one buffer,
/// which goes to the socket as one write when it is flushed. While the socket is full, what comes
/// meanwhile is collected for the next write. Used on the link's loop only.
///
/// Back-pressure: above the high-water mark the link is not writable, and its owner stops making
/// work for it; at or below the low one it is again; above the hard limit [#add] says so and the
/// link is closed.
final class Outbound implements ChannelFutureListener {
  private static final int SMALLEST_BUFFER = 512;
  private static final int LARGEST_BUFFER = 64 * 1024;

  private final Channel channel;
  private final LinkSettings.OutboundLimits limits;
  private final LinkMetrics metrics;
  private final Runnable writabilityChanged;
  private @Nullable ByteBuf pending;
  private int pendingFrames;
  private int nextCapacity = SMALLEST_BUFFER;
  private boolean isFlushing;
  private boolean isWritable = true;
  private long accepted;

  Outbound(
      Channel channel,
      LinkSettings.OutboundLimits limits,
      LinkMetrics metrics,
      Runnable writabilityChanged) {
    this.channel = channel;
    this.limits = limits;
    this.metrics = metrics;
    this.writabilityChanged = writabilityChanged;
  }

  /// Encodes a packet behind what is waiting.
  ///
  /// @return false above the hard limit
  boolean add(Packet packet) {
    ByteBuf out = pending;
    if (out == null) {
      out = channel.alloc().directBuffer(nextCapacity);
      pending = out;
    } else if (out.readableBytes() >= LARGEST_BUFFER) {
      handOver(out);
      out = channel.alloc().directBuffer(LARGEST_BUFFER);
      pending = out;
    }
    PacketEncoder.encode(packet, out);
    pendingFrames++;
    long waiting = waiting();
    if (isWritable && waiting > limits.highWater()) {
      isWritable = false;
      writabilityChanged.run();
    }
    return waiting <= limits.hardLimit();
  }

  /// One write for all that waits; while the last one is not done, when it is.
  void flush() {
    ByteBuf out = pending;
    if (out == null || isFlushing) {
      return;
    }
    nextCapacity = Math.clamp(out.readableBytes(), SMALLEST_BUFFER, LARGEST_BUFFER);
    isFlushing = true;
    pending = null;
    count(out);
    channel.writeAndFlush(out).addListener(this);
  }

  /// Into the channel's own queue, behind which the next flush writes.
  private void handOver(ByteBuf full) {
    count(full);
    var _ = channel.write(full);
  }

  private void count(ByteBuf out) {
    accepted += out.readableBytes();
    metrics.written(pendingFrames, out.readableBytes());
    pendingFrames = 0;
  }

  /// A write is done.
  @Override
  public void operationComplete(ChannelFuture written) {
    isFlushing = false;
    if (!isWritable && waiting() <= limits.lowWater()) {
      isWritable = true;
      writabilityChanged.run();
    }
    flush();
  }

  boolean isWritable() {
    return isWritable;
  }

  boolean isEmpty() {
    return waiting() == 0;
  }

  /// Bytes that the socket has not taken yet.
  long waiting() {
    ByteBuf out = pending;
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return (out == null ? 0 : out.readableBytes())
        + (queue == null ? 0 : queue.totalPendingWriteBytes());
  }

  /// Grows while the other side takes something; compared with an earlier value, no more than that.
  long progress() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null
        ? accepted
        : accepted - queue.totalPendingWriteBytes() + queue.currentProgress();
  }

  /// Drops what was not handed to the channel.
  void discard() {
    ByteBuf out = pending;
    pending = null;
    pendingFrames = 0;
    if (out != null) {
      out.release();
    }
  }
}
