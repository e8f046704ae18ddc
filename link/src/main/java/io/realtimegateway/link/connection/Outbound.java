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

/// The outbound queue of one link: packets are collected into one batch, which a flush gives to the
/// channel as one write. Packets that arrive while the channel is full are collected for the next
/// write. Used on the link's loop only.
///
/// Back-pressure counts packets by their size as frames, also on links without frames: above the
/// high-water mark the link is not writable, and its owner must produce less; at or below the
/// low-water mark it is writable again; above the hard limit [#add] returns false and the link is
/// closed.
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

  /// Queues a packet.
  ///
  /// @return false above the hard limit
  /// @throws IllegalArgumentException if the packet does not fit into a frame; the queue is
  ///   unchanged then
  boolean add(Packet packet) {
    int bytes = FrameSize.of(packet);
    if (pendingBytes >= LARGEST_BATCH_BYTES) {
      // Goes to the channel's own queue, before the next flush.
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

  /// Writes all queued packets in one write; if the previous write is not done, as soon as it is.
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

  /// Called when a write is done.
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

  /// Bytes that the channel has not written yet.
  long waiting() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return pendingBytes + (queue == null ? 0 : queue.totalPendingWriteBytes());
  }

  /// Grows while the other side takes bytes; meaningful only in comparison with an earlier value.
  long progress() {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null
        ? accepted
        : accepted - queue.totalPendingWriteBytes() + queue.currentProgress();
  }

  /// Drops what was not given to the channel.
  void discard() {
    pending = new ArrayList<>();
    pendingBytes = 0;
  }
}
