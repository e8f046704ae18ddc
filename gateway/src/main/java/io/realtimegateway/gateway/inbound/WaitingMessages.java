package io.realtimegateway.gateway.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Text messages of one session that wait to be taken, in one buffer, each after its length. There
/// is no buffer while nothing waits. At most one message exceeds the bound, because the session is
/// not read once it is reached.
public final class WaitingMessages {
  private static final int LENGTH_BYTES = 4;

  private final int most;
  private final WaitingBytes ofLoop;
  private @Nullable ByteBuf buffer;

  /// @param most bytes at which the session is no longer read
  /// @param ofLoop counts the bytes that wait in all sessions of the loop
  public WaitingMessages(int most, WaitingBytes ofLoop) {
    this.most = most;
    this.ofLoop = ofLoop;
  }

  /// Appends a copy of a message.
  public void add(ByteBufAllocator allocator, ByteBuf message) {
    ByteBuf current = buffer;
    int length = message.readableBytes();
    if (current == null) {
      current = allocator.buffer(LENGTH_BYTES + length);
      buffer = current;
    } else {
      current.discardSomeReadBytes();
    }
    current.writeInt(length).writeBytes(message, message.readerIndex(), length);
    ofLoop.add(LENGTH_BYTES + (long) length);
  }

  /// The message that waits longest, or null. It is valid until the next call of a method here.
  public @Nullable ByteBuf next() {
    ByteBuf current = buffer;
    if (current == null || !current.isReadable()) {
      clear();
      return null;
    }
    int length = current.readInt();
    ofLoop.add(-(LENGTH_BYTES + (long) length));
    return current.readSlice(length);
  }

  /// Bytes that wait, with the lengths.
  public int bytes() {
    ByteBuf current = buffer;
    return current == null ? 0 : current.readableBytes();
  }

  public boolean isEmpty() {
    return bytes() == 0;
  }

  /// Whether no more may be read.
  public boolean isFull() {
    return bytes() >= most || (ofLoop.isExhausted() && !isEmpty());
  }

  /// Whether so little waits that more may be read.
  public boolean hasRoom() {
    return isEmpty() || (bytes() <= most / 2 && !ofLoop.isExhausted());
  }

  /// Drops everything.
  public void clear() {
    ByteBuf current = buffer;
    buffer = null;
    if (current != null) {
      ofLoop.add(-(long) current.readableBytes());
      current.release();
    }
  }
}
