package io.realtimegateway.link.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.channel.PacketBatch;
import io.realtimegateway.protocol.codec.FrameSize;
import io.realtimegateway.protocol.packet.Packet;
import java.util.ArrayList;
import java.util.List;

/// What waits to be sent on one link: packets are collected one behind the other into one batch,
/// which goes to the channel as one write when it is flushed. While the channel is full, what comes
/// meanwhile is collected for the next write. Used on the link's loop only.
///
/// Back-pressure counts what packets are as frames, also where none are made of them: above the
/// high-water mark the link is not writable, and its owner stops making work for it; at or below
/// the low one it is again; above the hard limit [#add] says so and the link is closed.
final class Outbound implements ChannelFutureListener {
  private static final int LARGEST_BATCH_BYTES = 64 * 1024;

  private final Channel channel;
  private final LinkLimits.OutboundLimits limits;
  private final LinkMetrics metrics;
  private final Runnable writabilityChanged;
  private List<Packet> pending = new ArrayList<>();
  private int pendingBytes;
  private boolean isFlushing;
  private boolean isWritable = true;
  private long accepted;

  Outbound(
      Channel channel,
      LinkLimits.OutboundLimits limits,
      LinkMetrics metrics,
      Runnable writabilityChanged) {
    this.channel = channel;
    this.limits = limits;
    this.metrics = metrics;
    this.writabilityChanged = writabilityChanged;
  }

  /// Puts a packet behind what is waiting.
  ///
  /// @return false above the hard limit
  /// @throws IllegalArgumentException where the packet does not fit into a frame; nothing has
  ///   changed then
  boolean add(Packet packet) {
    int bytes = FrameSize.of(packet);
    if (pendingBytes >= LARGEST_BATCH_BYTES) {
      // Into the channel's own queue, behind which the next flush writes.
      var _ = channel.write(takePending());
    }
    pending.add(packet);
    pendingBytes += bytes;
    long waiting = waiting();
    if (isWritable && waiting > limits.highWater()) {
      isWritable = false;
      writabilityChanged.run();
    }
    return waiting <= limits.hardLimit();
  }

  /// One write for all that waits; while the last one is not done, when it is.
  void flush() {
    if (pending.isEmpty() || isFlushing) {
      return;
    }
    isFlushing = true;
    channel.writeAndFlush(takePending()).addListener(this);
  }

  private PacketBatch takePending() {
    var batch = new PacketBatch(pending, pendingBytes);
    accepted += batch.bytes();
    metrics.written(batch.packets().size(), batch.bytes());
    discard();
    return batch;
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

  /// Bytes that the channel has not taken yet.
  long waiting() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return pendingBytes + (queue == null ? 0 : queue.totalPendingWriteBytes());
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
    pending = new ArrayList<>();
    pendingBytes = 0;
  }
}
