package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;

/// Writes and reads the values of one type, and counts their bytes.
interface Codec<T> {
  /// The type of the record component: `int.class` for numbers of 8 to 32 bits.
  Class<?> type();

  /// Writes a value; the records have checked its range.
  void write(ByteBuf out, T value);

  /// Reads a value from a buffer whose writer index is the end of the payload.
  ///
  /// @throws IllegalArgumentException if the bytes are not a valid value
  T read(ByteBuf in);

  /// The bytes that [#write] writes.
  int size(T value);

  /// The bytes of the shortest value.
  int leastSize();

  /// Whether all values have this number of bytes.
  boolean isFixed();
}
