package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u64;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Event;

/// Hand-written because every delivery of a message needs one `Message`.
final class MessageCodec implements Codec<Event.Message> {
  private static final int NUMBERS = 5 * Long.BYTES;

  @Override
  public Class<?> type() {
    return Event.Message.class;
  }

  @Override
  public void write(ByteBuf out, Event.Message message) {
    out.writeLong(message.conversationID());
    out.writeLong(message.seq());
    out.writeLong(message.messageID());
    out.writeLong(message.authorID());
    out.writeLong(message.createdAt());
    FieldWriter.text(out, message.content());
    FieldWriter.optionalText(out, message.metadata());
    FieldWriter.optionalText(out, message.clientMessageID());
  }

  @Override
  public Event.Message read(ByteBuf in) {
    return new Event.Message(
        u64(in), u64(in), u64(in), u64(in), u64(in), text(in), optionalText(in), optionalText(in));
  }

  @Override
  public int size(Event.Message message) {
    return NUMBERS
        + FieldWriter.size(message.content())
        + FieldWriter.optionalSize(message.metadata())
        + FieldWriter.optionalSize(message.clientMessageID());
  }

  @Override
  public int leastSize() {
    return NUMBERS + Short.BYTES + 2 * Byte.BYTES;
  }

  @Override
  public boolean isFixed() {
    return false;
  }
}
