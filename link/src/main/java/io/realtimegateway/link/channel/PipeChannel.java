package io.realtimegateway.link.channel;

import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.MessageSizeEstimator;
import io.realtimegateway.link.LinkMetrics;
import java.io.Serial;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One end of a connection inside this process. It behaves like a socket without the kernel: what
/// one end flushes, the other reads in a task on its own loop, the same packets in the same order.
/// Two ends on one loop cost no system call and no wake-up.
///
/// Bounded, with packets counted as the frames that they would be on a socket: while [#ROOM_BYTES]
/// are unread, flushed packets wait in the writing channel's queue, as they do with a full socket.
/// When one end is closed, the other receives what was flushed before, then closing.
public final class PipeChannel extends AbstractChannel {
  /// Unread bytes at which no more is handed over.
  static final int ROOM_BYTES = 256 * 1024;

  private static final int BATCHES_PER_READ = 64;
  private static final MessageSizeEstimator SIZES =
      () -> message -> message instanceof PacketBatch batch ? batch.bytes() : 0;
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);
  private static final SocketAddress ADDRESS = new ThisProcess();

  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final LinkMetrics metrics;
  private final PipeChannel peer;

  // Handed over by the other end: it adds, this end removes.
  private final Queue<PacketBatch> unread = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unreadBytes = new AtomicInteger();
  private final AtomicBoolean isReadDue = new AtomicBoolean();
  private final Runnable reading = this::readUnread;
  private volatile boolean waitsForRoom;
  private volatile boolean isOpen = true;

  /// The batch that is being read, and the number of its packets that have been read; on this end's
  /// loop.
  private @Nullable PacketBatch current;

  private int packetsRead;

  /// Creates both ends. Each must be registered with a loop before it can do anything.
  ///
  /// @param metrics counts what this end reads
  /// @param peerMetrics counts what the other end reads
  public PipeChannel(LinkMetrics metrics, LinkMetrics peerMetrics) {
    super(null);
    this.metrics = metrics;
    peer = new PipeChannel(peerMetrics, this);
    config.setMessageSizeEstimator(SIZES);
  }

  private PipeChannel(LinkMetrics metrics, PipeChannel peer) {
    super(null);
    this.metrics = metrics;
    this.peer = peer;
    config.setMessageSizeEstimator(SIZES);
  }

  /// The other end.
  public PipeChannel peer() {
    return peer;
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public boolean isActive() {
    return isOpen;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  // ---- writing, on this end's loop

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof PacketBatch) {
      return message;
    }
    throw new UnsupportedOperationException("only packets are written to a link");
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer flushed) throws ClosedChannelException {
    while (flushed.current() instanceof PacketBatch next) {
      if (!peer.isOpen) {
        throw new ClosedChannelException();
      }
      if (!findsRoom()) {
        break;
      }
      peer.take(next);
      flushed.remove();
    }
    peer.wake();
  }

  /// Whether the other end has room; otherwise it calls back when it has.
  private boolean findsRoom() {
    if (peer.hasRoom()) {
      return true;
    }
    waitsForRoom = true;
    // The other end may have read everything before it could see that this one waits.
    return peer.hasRoom();
  }

  private void writeWaiting() {
    ((PipeUnsafe) unsafe()).flush0();
  }

  // ---- called by the other end, on its loop

  private boolean hasRoom() {
    return unreadBytes.get() < ROOM_BYTES;
  }

  private void take(PacketBatch batch) {
    unreadBytes.addAndGet(batch.bytes());
    unread.add(batch);
    if (!isOpen) {
      unread.clear();
    }
  }

  /// Makes this end read what was handed over. An end that is not registered yet reads when it is.
  private void wake() {
    if (isRegistered() && isReadDue.compareAndSet(false, true)) {
      execute(reading);
    }
  }

  private void execute(Runnable task) {
    try {
      eventLoop().execute(task);
    } catch (RejectedExecutionException _) {
      // The loop has ended, and this end with it.
    }
  }

  // ---- reading, on this end's loop

  @Override
  protected void doBeginRead() {
    if (!peer.isOpen || hasUnread()) {
      wake();
    }
  }

  private boolean hasUnread() {
    return current != null || !unread.isEmpty();
  }

  private void readUnread() {
    isReadDue.set(false);
    boolean wasOpen = peer.isOpen;
    int batches = 0;
    while (batches < BATCHES_PER_READ && isReading()) {
      PacketBatch next = current == null ? unread.poll() : current;
      if (next == null) {
        break;
      }
      batches++;
      read(next);
    }
    if (batches > 0) {
      giveRoom();
      pipeline().fireChannelReadComplete();
    }
    if (!wasOpen && !hasUnread()) {
      unsafe().close(unsafe().voidPromise());
    }
  }

  private boolean isReading() {
    return isOpen && config.isAutoRead();
  }

  /// Passes on the unread packets of a batch, until its end or until reading stops.
  private void read(PacketBatch batch) {
    int from = packetsRead;
    int size = batch.packets().size();
    current = batch;
    while (packetsRead < size && isReading()) {
      pipeline().fireChannelRead(batch.packets().get(packetsRead++));
    }
    int packets = packetsRead - from;
    boolean isOver = packetsRead == size;
    metrics.read(packets, isOver ? batch.bytes() : 0);
    if (isOver) {
      current = null;
      packetsRead = 0;
      unreadBytes.addAndGet(-batch.bytes());
    }
  }

  private void giveRoom() {
    if (peer.waitsForRoom && unreadBytes.get() <= ROOM_BYTES / 2) {
      peer.waitsForRoom = false;
      peer.execute(peer::writeWaiting);
    }
  }

  // ---- closing

  @Override
  protected void doClose() {
    isOpen = false;
    unread.clear();
    current = null;
    peer.wake();
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  // ---- required by AbstractChannel

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected void doBind(SocketAddress address) {
    throw new UnsupportedOperationException("a connection inside the process has no address");
  }

  @Override
  protected SocketAddress localAddress0() {
    return ADDRESS;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return ADDRESS;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new PipeUnsafe();
  }

  private final class PipeUnsafe extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
      promise.setFailure(new UnsupportedOperationException("both ends are connected already"));
    }

    @Override
    protected void flush0() {
      super.flush0();
    }
  }

  /// The address of both ends, for logs.
  private static final class ThisProcess extends SocketAddress {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      return "this process";
    }
  }
}
