package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.realtimegateway.protocol.packet.Event;
import org.jspecify.annotations.Nullable;

/// The output of one session: what waits for its socket, bounded.
///
/// Above `highBytes`, signals are conflated. Above `mostBytes`, the session is lagging: it gets no
/// events until its socket has drained below `lowBytes`, and then `lagging`. Answers to its own
/// commands are always written; not reading its commands bounds them. Pages of changes do not
/// count.
public final class SessionOutput {
  /// The session of the output.
  public interface Owner {
    /// Less than `lowBytes` wait.
    void drained();

    /// The session began to miss events.
    void fellBehind();

    /// The session was sent `lagging` without a list: it may have missed presence too.
    void resynced();

    /// A write to its socket threw.
    void writeFailed(Throwable thrown);
  }

  private static final long[] ALL = {};

  private final long handle;
  private final long userID;
  private final Turn turn;
  private final OutboundLimits limits;
  private final Owner owner;
  private final OutputSocket socket = new OutputSocket();

  /// The frames of this turn; null if there are none.
  private @Nullable FrameSequence waiting;

  /// The latest signals, while signals are conflated.
  private @Nullable Conflation conflation;

  /// Bytes that waited for the socket when the first frame of this turn was added.
  private int bytesBeforeTurn;

  /// Bytes of pages that may wait beyond the bounds.
  private int pageBytes;

  private boolean isLive;
  private boolean isLagging;
  private boolean isClosed;
  private boolean notifiesDrained;

  public SessionOutput(long handle, long userID, Turn turn, OutboundLimits limits, Owner owner) {
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

  Owner owner() {
    return owner;
  }

  /// Whether the session gets events: it is attached and not closed.
  public boolean isLive() {
    return isLive;
  }

  public boolean isLagging() {
    return isLagging;
  }

  public boolean isClosed() {
    return isClosed;
  }

  /// From now on the session gets events.
  public void live() {
    isLive = !isClosed;
  }

  /// The socket is connected; earlier frames are written to it.
  public void connect(ChannelHandlerContext context) {
    if (socket.connect(context)) {
      afterWrite();
    }
  }

  /// Delivers an event.
  ///
  /// @param shared the frame of the event, owned by the turn
  void deliver(Event event, ByteBuf shared) {
    if (!isLive || isLagging) {
      return;
    }
    if (event instanceof Event.Signal signal) {
      deliverSignal(signal, shared);
    } else {
      deliverLasting(event, shared);
    }
  }

  private void deliverLasting(Event event, ByteBuf shared) {
    if (event instanceof Event.RemovedFromConversation(long conversationID, _)
        && conflation != null) {
      conflation.drop(conversationID);
    }
    if (pendingBytes() + shared.readableBytes() > limits.mostBytes() + (long) pageBytes) {
      fallBehind();
    } else {
      append(shared, true);
    }
  }

  private void deliverSignal(Event.Signal signal, ByteBuf shared) {
    if (conflation == null && pendingBytes() <= limits.highBytes()) {
      append(shared, true);
    } else {
      conflate(signal);
    }
  }

  /// Writes a frame that does not count: an answer to the session's own command, for example. Takes
  /// the frame over.
  public void answer(ByteBuf own) {
    if (!isClosed) {
      append(turn.own(own), false);
    } else {
      own.release();
    }
  }

  /// Writes a page of changes that the session requested. Pages that still wait widen the bounds,
  /// by no more than what waits in all.
  public void page(ByteBuf own) {
    pageBytes = Math.min(pageBytes, pendingBytes()) + own.readableBytes();
    answer(own);
  }

  /// Tells the client that it missed events.
  ///
  /// @param conversationIDs of which conversations; empty for all
  public void sendLagging(long[] conversationIDs) {
    if (!isLive || isLagging) {
      return;
    }
    ByteBuf frame = turn.frames().lagging(conversationIDs);
    if (pendingBytes() + frame.readableBytes() > limits.mostBytes() + (long) pageBytes) {
      frame.release();
      fallBehind();
    } else {
      answer(frame);
      if (conversationIDs.length == 0) {
        owner.resynced();
      }
    }
  }

  /// Bytes that wait, those of this turn included.
  public int pendingBytes() {
    FrameSequence sequence = waiting;
    return sequence == null ? socket.pendingBytes() : bytesBeforeTurn + sequence.bytes();
  }

  /// Whether so little waits that a page of changes may follow.
  public boolean isLow() {
    return pendingBytes() <= limits.lowBytes();
  }

  /// Whether so much waits that the session's commands must not be read.
  public boolean isFull() {
    return pendingBytes() > limits.highBytes() + (long) pageBytes;
  }

  /// Calls `drained` at the end of this turn, or as soon as less than `lowBytes` wait.
  public void notifyDrained() {
    notifiesDrained = true;
    touch();
  }

  /// The socket's writability changed.
  public void writabilityChanged() {
    if (socket.isWritable()) {
      drain();
    }
  }

  /// A number that changes when the socket takes bytes, and with each write.
  public long progress() {
    return socket.progress();
  }

  /// Writes what waits and then a last frame. Later frames are dropped.
  ///
  /// @return completes when it is written; null if there is no socket
  public @Nullable ChannelFuture finish(ByteBuf closeFrame) {
    writeWaiting();
    close();
    return socket.writeLast(closeFrame);
  }

  /// Drops what waits, and later frames.
  public void close() {
    isClosed = true;
    isLive = false;
    waiting = null;
    conflation = null;
    socket.clear();
  }

  /// Writes the frames of this turn, at its end.
  void write() {
    if (!isClosed) {
      writeWaiting();
      afterWrite();
    }
  }

  private void writeWaiting() {
    FrameSequence sequence = waiting;
    waiting = null;
    if (sequence != null && sequence.frames() > 0) {
      socket.write(turn.share(sequence));
    }
  }

  private void afterWrite() {
    boolean waitsForRoom = notifiesDrained || isLagging || conflation != null;
    if (waitsForRoom && socket.pendingBytes() <= limits.lowBytes()) {
      drain();
    }
  }

  private void drain() {
    pageBytes = 0;
    if (isLagging && isLive) {
      isLagging = false;
      answer(turn.frames().lagging(ALL));
      owner.resynced();
    }
    Conflation held = conflation;
    conflation = null;
    if (held != null) {
      held.signals().forEach(signal -> answer(turn.frames().event(signal)));
    }
    notifiesDrained = false;
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
      bytesBeforeTurn = socket.pendingBytes();
      waiting = turn.empty();
      turn.touch(this);
      turn.schedule();
    }
  }
}
