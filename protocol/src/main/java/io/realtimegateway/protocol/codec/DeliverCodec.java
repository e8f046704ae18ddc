package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.u32;
import static io.realtimegateway.protocol.codec.FieldReader.u64;
import static io.realtimegateway.protocol.codec.FieldReader.u8;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Delivery;

/// Hand-written because every event needs one `Deliver` per link.
final class DeliverCodec implements Codec<Delivery.Deliver> {
  private static final int NUMBERS = Integer.BYTES + Byte.BYTES + 2 * Long.BYTES;

  private final EventCodec events = new EventCodec();

  @Override
  public Class<?> type() {
    return Delivery.Deliver.class;
  }

  @Override
  public void write(ByteBuf out, Delivery.Deliver deliver) {
    out.writeInt(deliver.audience());
    out.writeByte(deliver.shard());
    out.writeLong(deliver.index());
    out.writeLong(deliver.exceptUser());
    events.write(out, deliver.event());
  }

  @Override
  public Delivery.Deliver read(ByteBuf in) {
    return new Delivery.Deliver(u32(in), u8(in), u64(in), u64(in), events.read(in));
  }

  @Override
  public int size(Delivery.Deliver deliver) {
    return NUMBERS + events.size(deliver.event());
  }

  @Override
  public int leastSize() {
    return NUMBERS + events.leastSize();
  }

  @Override
  public boolean isFixed() {
    return false;
  }
}
