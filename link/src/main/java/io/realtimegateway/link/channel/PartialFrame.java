package io.realtimegateway.link.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Bytes that were read and not decoded: the beginning of a frame. Whole frames are decoded where
/// they were read; only such a beginning is copied, so at most one frame is held. Used on the
/// link's loop only.
final class PartialFrame {
  private @Nullable ByteBuf kept;

  /// What was kept and this after it. The result is the caller's, who gives it to [#keep] in the
  /// end.
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

  /// What was kept, if anything was.
  @Nullable ByteBuf take() {
    ByteBuf before = kept;
    kept = null;
    return before;
  }

  /// Keeps what is left of a buffer for the next read.
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
