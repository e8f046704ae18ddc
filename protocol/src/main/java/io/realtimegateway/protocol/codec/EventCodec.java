package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Event;
import org.jspecify.annotations.Nullable;

/// An event inside another packet: its opcode, its length as u32 and its payload.
final class EventCodec implements Codec<Event> {
  private static final int HEADER_BYTES = Byte.BYTES + Integer.BYTES;

  @Override
  public Class<?> type() {
    return Event.class;
  }

  @Override
  public void write(ByteBuf out, Event event) {
    CodecTable.Entry<Event> entry = EventCodecs.ALL.of(event);
    int start = out.writerIndex();
    out.writeByte(entry.opcode().number());
    out.writeInt(0);
    entry.codec().write(out, event);
    out.setInt(start + Byte.BYTES, out.writerIndex() - start - HEADER_BYTES);
  }

  @Override
  public Event read(ByteBuf in) {
    int number = FieldReader.u8(in);
    Opcode opcode = Opcode.of(number);
    // Only events, so that packets that hold events cannot be nested endlessly.
    @Nullable Codec<? extends Event> codec = opcode == null ? null : EventCodecs.ALL.of(opcode);
    if (codec == null) {
      throw new IllegalArgumentException("opcode " + number + " is not an event");
    }
    int length = FieldReader.u32(in);
    if (length < 0 || length > in.readableBytes()) {
      throw new IllegalArgumentException("the event is longer than the payload");
    }
    int payloadEnd = in.writerIndex();
    in.writerIndex(in.readerIndex() + length);
    Event event = codec.read(in);
    if (in.isReadable()) {
      throw new IllegalArgumentException("the event is longer than its fields");
    }
    in.writerIndex(payloadEnd);
    return event;
  }

  @Override
  public int size(Event event) {
    return HEADER_BYTES + EventCodecs.ALL.of(event).codec().size(event);
  }

  @Override
  public int leastSize() {
    return HEADER_BYTES;
  }

  @Override
  public boolean isFixed() {
    return false;
  }
}
