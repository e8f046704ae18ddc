package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The frames that some sessions get in one turn, in order: a node of a tree whose root is the
/// empty sequence. Sessions that get the same frames share a node and its joined bytes.
final class FrameSequence {
  private final @Nullable FrameSequence before;
  private final ByteBuf last;
  private final int frames;
  private final int bytes;
  private @Nullable FrameSequence after;
  private @Nullable ByteBuf joined;

  private FrameSequence(@Nullable FrameSequence before, ByteBuf last, int frames, int bytes) {
    this.before = before;
    this.last = last;
    this.frames = frames;
    this.bytes = bytes;
  }

  static FrameSequence empty() {
    return new FrameSequence(null, Unpooled.EMPTY_BUFFER, 0, 0);
  }

  /// This sequence and a frame that other sessions get too. An event is delivered to all its
  /// sessions before the next one, so only the last continuation is kept.
  @SuppressWarnings("ReferenceEquality") // the same buffer, not equal bytes
  FrameSequence then(ByteBuf shared) {
    FrameSequence next = after;
    if (next == null || next.last != shared) {
      next = thenAlone(shared);
      after = next;
    }
    return next;
  }

  /// This sequence and a frame that only one session gets.
  FrameSequence thenAlone(ByteBuf own) {
    return new FrameSequence(this, own, frames + 1, bytes + own.readableBytes());
  }

  int frames() {
    return frames;
  }

  int bytes() {
    return bytes;
  }

  void forgetContinuations() {
    after = null;
  }

  /// The bytes of all frames, made once.
  ///
  /// @param owned takes the new buffer, which is released at the end of the turn
  ByteBuf join(ByteBufAllocator allocator, List<ByteBuf> owned) {
    if (frames == 1) {
      return last;
    }
    ByteBuf known = joined;
    if (known == null) {
      known = allocator.directBuffer(bytes, bytes);
      owned.add(known);
      fill(known);
      joined = known;
    }
    return known;
  }

  private void fill(ByteBuf target) {
    target.writerIndex(bytes);
    FrameSequence at = this;
    int end = bytes;
    while (at.frames > 0) {
      ByteBuf whole = at.joined;
      if (whole != null && at != this) {
        target.setBytes(0, whole, whole.readerIndex(), at.bytes);
        return;
      }
      int length = at.last.readableBytes();
      end -= length;
      target.setBytes(end, at.last, at.last.readerIndex(), length);
      FrameSequence previous = at.before;
      if (previous == null) {
        return;
      }
      at = previous;
    }
  }
}
