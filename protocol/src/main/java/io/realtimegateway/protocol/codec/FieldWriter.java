package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// Writes the field types of `docs/PROTOCOL.md`. The records have checked the ranges.
final class FieldWriter {
  private FieldWriter() {}

  static void flag(ByteBuf out, boolean value) {
    out.writeByte(value ? 1 : 0);
  }

  /// A value of an enum whose wire number is its ordinal plus 1: those enums define it so, and the
  /// golden vectors check it.
  @SuppressWarnings("EnumOrdinal")
  static void constant(ByteBuf out, Enum<?> value) {
    out.writeByte(value.ordinal() + 1);
  }

  /// Reserves the length, writes the text after it, then fills in the length.
  static void text(ByteBuf out, String value) {
    int start = out.writerIndex();
    out.writeShort(0);
    int bytes = ByteBufUtil.writeUtf8(out, value);
    if (bytes > 0xFFFF) {
      throw new IllegalArgumentException("a text of " + bytes + " bytes does not fit its length");
    }
    out.setShort(start, bytes);
  }

  static void optionalText(ByteBuf out, @Nullable String value) {
    flag(out, value != null);
    if (value != null) {
      text(out, value);
    }
  }

  /// The bytes of a text with its length.
  static int size(String value) {
    return Short.BYTES + ByteBufUtil.utf8Bytes(value);
  }

  /// The bytes of a text that may be absent.
  static int optionalSize(@Nullable String value) {
    return value == null ? Byte.BYTES : Byte.BYTES + size(value);
  }
}
