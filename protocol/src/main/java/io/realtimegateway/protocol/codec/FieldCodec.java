package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// A codec made of functions.
record FieldCodec<T>(
    Class<?> type,
    int leastSize,
    boolean isFixed,
    BiConsumer<ByteBuf, T> writer,
    Function<ByteBuf, T> reader,
    ToIntFunction<T> counter)
    implements Codec<T> {
  /// A codec whose values all have this number of bytes.
  static <T> FieldCodec<T> fixed(
      Class<?> type, int size, BiConsumer<ByteBuf, T> writer, Function<ByteBuf, T> reader) {
    return new FieldCodec<>(type, size, true, writer, reader, _ -> size);
  }

  @Override
  public void write(ByteBuf out, T value) {
    writer.accept(out, value);
  }

  @Override
  public T read(ByteBuf in) {
    return reader.apply(in);
  }

  @Override
  public int size(T value) {
    return counter.applyAsInt(value);
  }
}
