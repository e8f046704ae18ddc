package io.realtimegateway.link.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// The beginning of a frame that is not complete yet. Whole frames are decoded in the buffer in
/// which they arrived; only such a beginning is copied, so at most one frame is held. Used on the
/// link's loop only.
final class PartialFrame {
  private @Nullable ByteBuf kept;

  /// The kept bytes followed by these. The caller owns the result and passes the rest of it to
  /// [#keep].
  ByteBuf followedBy(ByteBuf read) {
    ByteBuf before = take();
    if (before == null) {
      return read;
    }
    try {
      return before.writeBytes(read);
    } finally {
      read.release();
    }
  }

  /// The kept bytes, null for none.
  @Nullable ByteBuf take() {
    ByteBuf before = kept;
    kept = null;
    return before;
  }

  /// Keeps the unread rest of a buffer for the next read.
  void keep(ByteBuf rest, ByteBufAllocator allocator) {
    if (rest.isReadable() && rest.readerIndex() == 0) {
      kept = rest;
      return;
    }
    try {
      if (rest.isReadable()) {
        kept = allocator.buffer(rest.readableBytes()).writeBytes(rest);
      }
    } finally {
      rest.release();
    }
  }

  void discard() {
    ByteBuf before = take();
    if (before != null) {
      before.release();
    }
  }
}
