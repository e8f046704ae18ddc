package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.realtimegateway.protocol.packet.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hearing half of a session: what waits for its socket, bounded.
///
/// Above `highBytes` signals are conflated. Above `mostBytes` the session is lagging: it hears no
/// event until its socket has drained below `lowBytes`, then it is told `lagging`. Answers to its
/// own commands go out in any case; they are bounded by not reading its commands. Pages of changes
/// do not count.
public final class Receiver {
  /// What the session does when its socket takes more again.
  public interface Owner {
    /// Less than `lowBytes` wait.
    void drained();

    /// The session missed events.
    void fellBehind();

    /// The session has been told `lagging` without a list: presence is to be told again.
    void caughtBreath();
  }

  private static final long[] ALL = {};

  private final long handle;
  private final long userID;
  private final Turn turn;
  private final OutboundLimits limits;
  private final Owner owner;
  private @Nullable ChannelHandlerContext context;
  private @Nullable List<ByteBuf> early;
  private @Nullable FrameSequence waiting;
  private @Nullable Conflation conflation;
  private int alreadyWaiting;
  private int pages;
  private int writes;
  private boolean isLive;
  private boolean isLagging;
  private boolean isClosed;
  private boolean tellsDrained;

  public Receiver(long handle, long userID, Turn turn, OutboundLimits limits, Owner owner) {
    this.handle = handle;
    this.userID = userID;
    this.turn = turn;
    this.limits = limits;
    this.owner = owner;
  }

  public long handle() {
    return handle;
  }

  public long userID() {
    return userID;
  }

  public Owner owner() {
    return owner;
  }

  /// Whether events are for this session: it was attached and is not closed.
  public boolean isLive() {
    return isLive;
  }

  public boolean isLagging() {
    return isLagging;
  }

  /// From now on the session hears events.
  public void live() {
    isLive = !isClosed;
  }

  /// The socket is there; what came before it goes out.
  public void connect(ChannelHandlerContext socket) {
    context = socket;
    List<ByteBuf> held = early;
    early = null;
    if (held != null) {
      held.forEach(this::put);
      socket.flush();
      afterWrite();
    }
  }

  /// An event that lasts.
  public void hear(Event event, ByteBuf shared) {
    if (!isLive || isLagging) {
      return;
    }
    if (event instanceof Event.RemovedFromConversation(long conversationID, _)
        && conflation != null) {
      conflation.forget(conversationID);
    }
    if (pendingBytes() + shared.readableBytes() > limits.mostBytes() + (long) pages) {
      fallBehind();
    } else {
      append(shared, true);
    }
  }

  /// An event that does not last.
  public void hearSignal(Event.Signal signal, ByteBuf shared) {
    if (!isLive || isLagging) {
      return;
    }
    if (conflation == null && pendingBytes() <= limits.highBytes()) {
      append(shared, true);
    } else {
      conflate(signal);
    }
  }

  /// An answer to the session's own command, or what it must hear in any case.
  public void answer(ByteBuf own) {
    if (!isClosed) {
      append(turn.own(own), false);
    } else {
      own.release();
    }
  }

  /// A page of changes that the session asked for. Of the pages before it no more can wait than
  /// waits in all.
  public void page(ByteBuf own) {
    pages = Math.min(pages, pendingBytes()) + own.readableBytes();
    answer(own);
  }

  /// Tells the session which conversations it missed something of.
  public void tellLagging(long[] conversationIDs) {
    if (!isLive || isLagging) {
      return;
    }
    ByteBuf frame = turn.frames().lagging(conversationIDs);
    if (pendingBytes() + frame.readableBytes() > limits.mostBytes() + (long) pages) {
      frame.release();
      fallBehind();
    } else {
      answer(frame);
      if (conversationIDs.length == 0) {
        owner.caughtBreath();
      }
    }
  }

  /// Bytes that wait, those of this turn counted.
  public int pendingBytes() {
    FrameSequence sequence = waiting;
    return sequence == null ? writtenBytes() : alreadyWaiting + sequence.bytes();
  }

  /// Whether so little waits that a page of changes may follow.
  public boolean isLow() {
    return pendingBytes() <= limits.lowBytes();
  }

  /// Whether so much waits that the session's commands are not to be read.
  public boolean isFull() {
    return pendingBytes() > limits.highBytes() + (long) pages;
  }

  /// Calls `drained` at the end of this turn, or as soon as less than `lowBytes` wait.
  public void tellDrained() {
    tellsDrained = true;
    touch();
  }

  /// The socket's writability changed.
  public void writabilityChanged() {
    if (context != null && context.channel().isWritable()) {
      drain();
    }
  }

  /// Differs from an earlier value where the socket took something meanwhile, or something was
  /// written to it.
  public long progress() {
    ChannelOutboundBuffer buffer = buffer();
    return buffer == null ? 0 : (long) (writes - buffer.size()) << 32 ^ buffer.currentProgress();
  }

  /// Hears nothing any more. Writes what waits and then the frame given.
  ///
  /// @return when it is written, or null where there is no socket
  public @Nullable ChannelFuture finish(ByteBuf closeFrame) {
    writeWaiting();
    close();
    ChannelHandlerContext socket = context;
    if (socket == null) {
      closeFrame.release();
      return null;
    }
    return socket.writeAndFlush(closeFrame);
  }

  /// Hears nothing any more, and drops what waits.
  public void close() {
    isClosed = true;
    isLive = false;
    waiting = null;
    conflation = null;
    List<ByteBuf> held = early;
    early = null;
    if (held != null) {
      held.forEach(ByteBuf::release);
    }
  }

  /// At the end of the turn: all that waits in one write.
  void write() {
    if (!isClosed) {
      writeWaiting();
      afterWrite();
    }
  }

  private void writeWaiting() {
    FrameSequence sequence = waiting;
    waiting = null;
    if (sequence == null || sequence.frames() == 0) {
      return;
    }
    ByteBuf bytes = turn.share(sequence);
    ChannelHandlerContext socket = context;
    if (socket == null) {
      hold(bytes);
    } else {
      writes++;
      var _ = socket.writeAndFlush(bytes, socket.voidPromise());
    }
  }

  private void afterWrite() {
    boolean waitsForRoom = tellsDrained || isLagging || conflation != null;
    if (waitsForRoom && writtenBytes() <= limits.lowBytes()) {
      drain();
    }
  }

  private void drain() {
    pages = 0;
    if (isLagging && isLive) {
      isLagging = false;
      answer(turn.frames().lagging(ALL));
      owner.caughtBreath();
    }
    Conflation held = conflation;
    conflation = null;
    if (held != null) {
      held.signals().forEach(signal -> answer(turn.frames().event(signal)));
    }
    tellsDrained = false;
    owner.drained();
  }

  private void conflate(Event.Signal signal) {
    Conflation kept = conflation;
    if (kept == null) {
      kept = new Conflation();
      conflation = kept;
      touch();
    }
    boolean isKept = kept.keep(signal, limits.signals());
    if (!isKept && !(signal instanceof Event.TypingEvent)) {
      fallBehind();
    }
  }

  private void fallBehind() {
    isLagging = true;
    conflation = null;
    touch();
    owner.fellBehind();
  }

  private void append(ByteBuf frame, boolean isShared) {
    touch();
    FrameSequence sequence = waiting;
    FrameSequence before = sequence == null ? turn.empty() : sequence;
    waiting = isShared ? before.then(frame) : before.thenAlone(frame);
  }

  private void touch() {
    if (waiting == null) {
      alreadyWaiting = writtenBytes();
      waiting = turn.empty();
      turn.touch(this);
      turn.schedule();
    }
  }

  private void put(ByteBuf bytes) {
    ChannelHandlerContext socket = context;
    if (socket == null) {
      bytes.release();
      return;
    }
    writes++;
    var _ = socket.write(bytes, socket.voidPromise());
  }

  private void hold(ByteBuf bytes) {
    List<ByteBuf> held = early;
    if (held == null) {
      held = new ArrayList<>();
      early = held;
    }
    held.add(bytes);
  }

  private int writtenBytes() {
    ChannelOutboundBuffer buffer = buffer();
    if (buffer != null) {
      return (int) Math.min(buffer.totalPendingWriteBytes(), Integer.MAX_VALUE);
    }
    List<ByteBuf> held = early;
    return held == null ? 0 : held.stream().mapToInt(ByteBuf::readableBytes).sum();
  }

  private @Nullable ChannelOutboundBuffer buffer() {
    ChannelHandlerContext socket = context;
    if (socket == null) {
      return null;
    }
    Channel channel = socket.channel();
    return channel.unsafe().outboundBuffer();
  }
}
