package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.util.List;

/// A count as u16, then the entries.
record ListCodec<T>(Codec<T> entry) implements Codec<List<T>> {
  @Override
  public Class<?> type() {
    return List.class;
  }

  @Override
  public void write(ByteBuf out, List<T> values) {
    int count = values.size();
    out.writeShort(count);
    for (int i = 0; i < count; i++) {
      entry.write(out, values.get(i));
    }
  }

  @Override
  public List<T> read(ByteBuf in) {
    return FieldReader.list(in, entry.leastSize(), entry::read);
  }

  @Override
  public int size(List<T> values) {
    int bytes = Short.BYTES;
    if (entry.isFixed()) {
      return bytes + values.size() * entry.leastSize();
    }
    for (T value : values) {
      bytes += entry.size(value);
    }
    return bytes;
  }

  @Override
  public int leastSize() {
    return Short.BYTES;
  }

  @Override
  public boolean isFixed() {
    return false;
  }
}
