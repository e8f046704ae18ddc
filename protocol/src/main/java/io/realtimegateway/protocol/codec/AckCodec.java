package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.u64;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Answer;

/// Hand-written because every message needs one `Ack`.
final class AckCodec implements Codec<Answer.Ack> {
  private static final int BYTES = 5 * Long.BYTES + 2 * Byte.BYTES;

  @Override
  public Class<?> type() {
    return Answer.Ack.class;
  }

  @Override
  public void write(ByteBuf out, Answer.Ack ack) {
    out.writeLong(ack.request());
    out.writeLong(ack.conversationID());
    out.writeLong(ack.messageID());
    out.writeLong(ack.seq());
    out.writeLong(ack.time());
    FieldWriter.flag(out, ack.repeated());
    FieldWriter.flag(out, ack.deleted());
  }

  @Override
  public Answer.Ack read(ByteBuf in) {
    return new Answer.Ack(u64(in), u64(in), u64(in), u64(in), u64(in), flag(in), flag(in));
  }

  @Override
  public int size(Answer.Ack ack) {
    return BYTES;
  }

  @Override
  public int leastSize() {
    return BYTES;
  }

  @Override
  public boolean isFixed() {
    return true;
  }
}
