package io.realtimegateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// The content of a measured message: number, intended time and sender at fixed offsets, then
/// padding, so that a receiver reads it without a JSON parser.
final class MeasuredContent {

  private static final byte[] MARK = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBER_DIGITS = 10;
  private static final int TIME_DIGITS = 19;
  private static final int SENDER_DIGITS = 7;

  /// Length of the fixed part.
  static final int SHORTEST = NUMBER_DIGITS + TIME_DIGITS + SENDER_DIGITS;

  private static final int TIME = NUMBER_DIGITS;
  private static final byte[] REF = "\"ref\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int SENDER = NUMBER_DIGITS + TIME_DIGITS;

  private MeasuredContent() {}

  static void write(ByteBuf out, long number, long intendedNanos, int sender, int length) {
    writeDigits(out, number, NUMBER_DIGITS);
    writeDigits(out, intendedNanos, TIME_DIGITS);
    writeDigits(out, sender, SENDER_DIGITS);
    for (int i = SHORTEST; i < length; i++) {
      out.writeByte('x');
    }
  }

  /// Where the content begins in a frame's text, or -1.
  ///
  /// @param guess its offset in the previous frame
  static int find(ByteBuf frame, int start, int end, int guess) {
    if (isAt(frame, start + guess - MARK.length, end)) {
      return start + guess;
    }
    for (int i = start; i + MARK.length + SHORTEST <= end; i++) {
      if (isAt(frame, i, end)) {
        return i + MARK.length;
      }
    }
    return -1;
  }

  static long number(ByteBuf frame, int at) {
    return readDigits(frame, at, NUMBER_DIGITS);
  }

  static long intendedNanos(ByteBuf frame, int at) {
    return readDigits(frame, at + TIME, TIME_DIGITS);
  }

  static int sender(ByteBuf frame, int at) {
    return (int) readDigits(frame, at + SENDER, SENDER_DIGITS);
  }

  /// The `ref` of an ack: the number of the message and its intended time.
  static String ref(long number, long intendedNanos) {
    return number + "." + intendedNanos;
  }

  /// The intended time of the message of an ack.
  static long intendedNanosOfAck(ByteBuf frame, int start, int end) {
    int at = indexOf(frame, REF, start, end) + REF.length;
    while (frame.getByte(at) != '.') {
      at++;
    }
    long value = 0;
    for (byte digit = frame.getByte(++at); digit != '"'; digit = frame.getByte(++at)) {
      value = value * 10 + (digit - '0');
    }
    return value;
  }

  private static int indexOf(ByteBuf frame, byte[] wanted, int start, int end) {
    for (int i = start; i + wanted.length <= end; i++) {
      int matched = 0;
      while (matched < wanted.length && frame.getByte(i + matched) == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return i;
      }
    }
    throw new IllegalStateException("an ack without a ref: " + shown(frame, start, end));
  }

  private static boolean isAt(ByteBuf frame, int index, int end) {
    return index >= frame.readerIndex()
        && index + MARK.length + SHORTEST <= end
        && matches(frame, index);
  }

  private static boolean matches(ByteBuf frame, int index) {
    for (int i = 0; i < MARK.length; i++) {
      if (frame.getByte(index + i) != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  private static void writeDigits(ByteBuf out, long value, int count) {
    int start = out.writerIndex();
    out.ensureWritable(count);
    long rest = value;
    for (int i = count - 1; i >= 0; i--) {
      out.setByte(start + i, '0' + (int) (rest % 10));
      rest /= 10;
    }
    out.writerIndex(start + count);
  }

  private static long readDigits(ByteBuf frame, int at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value * 10 + (frame.getByte(at + i) - '0');
    }
    return value;
  }

  /// For messages.
  static String shown(ByteBuf frame, int start, int end) {
    byte[] bytes = ByteBufUtil.getBytes(frame, start, Math.min(end - start, 300));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
