package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the field types of `docs/PROTOCOL.md` from a buffer whose writer index is the end of the
/// payload. Invalid bytes throw an [IllegalArgumentException] that says why, as the records do.
final class FieldReader {
  private static final char REPLACEMENT = '\uFFFD';

  /// Reads one entry of a list.
  interface Entry<T> {
    T read(ByteBuf in);
  }

  private FieldReader() {}

  static int u8(ByteBuf in) {
    require(in, Byte.BYTES);
    return in.readUnsignedByte();
  }

  static int u16(ByteBuf in) {
    require(in, Short.BYTES);
    return in.readUnsignedShort();
  }

  /// 32 bits; the records refuse values that are negative as signed numbers.
  static int u32(ByteBuf in) {
    require(in, Integer.BYTES);
    return in.readInt();
  }

  /// 64 bits; the records refuse values that are negative as signed numbers, unless any 64 bits are
  /// valid.
  static long u64(ByteBuf in) {
    require(in, Long.BYTES);
    return in.readLong();
  }

  static boolean flag(ByteBuf in) {
    int value = u8(in);
    if (value > 1) {
      throw new IllegalArgumentException("a flag must be 0 or 1");
    }
    return value == 1;
  }

  /// A value of an enum whose wire number is its ordinal plus 1.
  static <E extends Enum<E>> E constant(ByteBuf in, E[] values) {
    int number = u8(in);
    if (number < 1 || number > values.length) {
      throw new IllegalArgumentException(
          "unknown number " + number + " of " + values[0].getDeclaringClass().getSimpleName());
    }
    return values[number - 1];
  }

  static String text(ByteBuf in) {
    int bytes = u16(in);
    require(in, bytes);
    int start = in.readerIndex();
    String value = in.readString(bytes, StandardCharsets.UTF_8);
    // The decoder of the JDK is fast but replaces invalid bytes by U+FFFD; only a text with that
    // character is checked again.
    if (value.indexOf(REPLACEMENT) >= 0
        && !ByteBufUtil.isText(in, start, bytes, StandardCharsets.UTF_8)) {
      throw new IllegalArgumentException("a text is not UTF-8");
    }
    return value;
  }

  static @Nullable String optionalText(ByteBuf in) {
    return flag(in) ? text(in) : null;
  }

  /// A count as u16, then the entries. The count is compared with the remaining bytes before memory
  /// is allocated.
  ///
  /// @param least bytes of the shortest entry
  static <T> List<T> list(ByteBuf in, int least, Entry<T> entry) {
    int count = u16(in);
    if (count == 0) {
      return List.of();
    }
    require(in, count * least);
    @SuppressWarnings("unchecked")
    T[] entries = (T[]) new Object[count];
    for (int i = 0; i < count; i++) {
      entries[i] = entry.read(in);
    }
    return List.of(entries);
  }

  private static void require(ByteBuf in, int bytes) {
    if (in.readableBytes() < bytes) {
      throw new IllegalArgumentException("the payload is too short");
    }
  }
}
