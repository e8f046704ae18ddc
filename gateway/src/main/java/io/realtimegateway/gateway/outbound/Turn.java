package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// What one loop writes in one turn. The first frame of a turn schedules its end, which writes each
/// session's frames at once. The turn owns the frames until then.
public final class Turn {
  private final Executor loop;
  private final ByteBufAllocator allocator;
  private final ServerFrames frames;
  private final FrameSequence empty = FrameSequence.empty();
  private final List<ByteBuf> owned = new ArrayList<>();
  private final List<SessionOutput> touched = new ArrayList<>();
  private Runnable beforeWrites = () -> {};
  private boolean isScheduled;
  private long writtenFrames;
  private long writtenBytes;

  /// @param loop runs a task after the present one
  public Turn(Executor loop, ByteBufAllocator allocator) {
    this.loop = loop;
    this.allocator = allocator;
    this.frames = new ServerFrames(allocator);
  }

  /// Sets a task that runs at the end of each turn, before the writes.
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

  /// Takes a frame over, and releases it at the end of the turn.
  public ByteBuf own(ByteBuf frame) {
    owned.add(frame);
    schedule();
    return frame;
  }

  /// Frames written to sockets so far.
  public long writtenFrames() {
    return writtenFrames;
  }

  /// Bytes written to sockets so far.
  public long writtenBytes() {
    return writtenBytes;
  }

  FrameSequence empty() {
    return empty;
  }

  void touch(SessionOutput output) {
    touched.add(output);
  }

  /// The bytes of a sequence, with their own reference count.
  ByteBuf share(FrameSequence sequence) {
    writtenFrames += sequence.frames();
    writtenBytes += sequence.bytes();
    return sequence.join(allocator, owned).retainedDuplicate();
  }

  /// A write may add frames to a session that has drained: the session is then touched again, and
  /// written after the others.
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

  /// Releases each frame once, even if one was already released by mistake.
  private void releaseOwned() {
    while (!owned.isEmpty()) {
      ByteBuf frame = owned.removeLast();
      if (frame.refCnt() > 0) {
        frame.release();
      }
    }
  }

  private void write(SessionOutput output) {
    try {
      output.write();
    } catch (Throwable thrown) {
      output.owner().writeFailed(thrown);
    }
  }
}
