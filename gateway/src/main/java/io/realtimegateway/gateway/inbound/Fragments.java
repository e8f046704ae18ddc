package io.realtimegateway.gateway.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Assembles the fragments of one message. Bounded in bytes, not in fragments.
public final class Fragments {
  private final int most;
  private @Nullable ByteBuf message;

  /// @param most bytes of a message
  public Fragments(int most) {
    this.most = most;
  }

  /// Whether a message has begun and is not complete.
  public boolean isOpen() {
    return message != null;
  }

  /// Appends a fragment.
  ///
  /// @return false if this makes the message too long; all its fragments are dropped then
  public boolean add(ByteBufAllocator allocator, ByteBuf fragment) {
    ByteBuf current = message;
    if (current == null) {
      current = allocator.buffer(Math.max(64, fragment.readableBytes()));
      message = current;
    }
    if (current.readableBytes() + fragment.readableBytes() > most) {
      clear();
      return false;
    }
    current.writeBytes(fragment, fragment.readerIndex(), fragment.readableBytes());
    return true;
  }

  /// The message so far.
  ///
  /// @throws IllegalStateException if none has begun
  public ByteBuf message() {
    ByteBuf current = message;
    if (current == null) {
      throw new IllegalStateException("no message has begun");
    }
    return current;
  }

  /// Drops the fragments.
  public void clear() {
    ByteBuf current = message;
    message = null;
    if (current != null) {
      current.release();
    }
  }
}
