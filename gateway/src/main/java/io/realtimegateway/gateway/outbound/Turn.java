package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/// What one loop writes in one turn. The first frame of a turn schedules its end; the end writes
/// each session's sequence of frames at once. Frames belong to the turn until then.
public final class Turn {
  private final Executor loop;
  private final ByteBufAllocator allocator;
  private final ServerFrames frames;
  private final BiConsumer<Receiver, Throwable> failed;
  private final FrameSequence empty = FrameSequence.empty();
  private final List<ByteBuf> owned = new ArrayList<>();
  private final List<Receiver> touched = new ArrayList<>();
  private Runnable beforeWrites = () -> {};
  private boolean isScheduled;
  private long writtenFrames;
  private long writtenBytes;

  /// @param loop runs a task after what the loop is doing
  /// @param failed hears of a session whose write threw
  public Turn(Executor loop, ByteBufAllocator allocator, BiConsumer<Receiver, Throwable> failed) {
    this.loop = loop;
    this.allocator = allocator;
    this.frames = new ServerFrames(allocator);
    this.failed = failed;
  }

  /// What is to be done at the end of each turn before the writes.
  public void beforeWrites(Runnable task) {
    beforeWrites = task;
  }

  public ServerFrames frames() {
    return frames;
  }

  public ByteBufAllocator allocator() {
    return allocator;
  }

  /// Makes sure that the turn has an end.
  public void schedule() {
    if (!isScheduled) {
      isScheduled = true;
      loop.execute(this::end);
    }
  }

  /// Takes a frame over; it is released at the end of the turn.
  public ByteBuf own(ByteBuf frame) {
    owned.add(frame);
    schedule();
    return frame;
  }

  /// Frames handed to sockets so far.
  public long writtenFrames() {
    return writtenFrames;
  }

  /// Bytes handed to sockets so far.
  public long writtenBytes() {
    return writtenBytes;
  }

  FrameSequence empty() {
    return empty;
  }

  void touch(Receiver receiver) {
    touched.add(receiver);
  }

  /// The bytes of a sequence with a count of their own.
  ByteBuf share(FrameSequence sequence) {
    writtenFrames += sequence.frames();
    writtenBytes += sequence.bytes();
    return sequence.join(allocator, owned).retainedDuplicate();
  }

  /// A write may make a session hear more (it has drained): it stands behind the others then, and
  /// is written too.
  private void end() {
    try {
      beforeWrites.run();
      for (int at = 0; at < touched.size(); at++) {
        write(touched.get(at));
      }
    } finally {
      isScheduled = false;
      touched.clear();
      empty.forgetContinuations();
      releaseOwned();
    }
  }

  /// Each once, also where one of them was released by a mistake before.
  private void releaseOwned() {
    while (!owned.isEmpty()) {
      ByteBuf frame = owned.removeLast();
      if (frame.refCnt() > 0) {
        frame.release();
      }
    }
  }

  private void write(Receiver receiver) {
    try {
      receiver.write();
    } catch (Throwable thrown) {
      failed.accept(receiver, thrown);
    }
  }
}
