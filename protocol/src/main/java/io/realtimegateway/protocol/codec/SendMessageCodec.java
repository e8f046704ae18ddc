package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u64;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;

/// Hand-written because every message needs one `SendMessage`.
final class SendMessageCodec implements Codec<Command.SendMessage> {
  private static final Authority[] AUTHORITIES = Authority.values();
  private static final int NUMBERS = 3 * Long.BYTES + 2 * Byte.BYTES;

  @Override
  public Class<?> type() {
    return Command.SendMessage.class;
  }

  @Override
  public void write(ByteBuf out, Command.SendMessage send) {
    out.writeLong(send.request());
    out.writeLong(send.userID());
    out.writeLong(send.conversationID());
    FieldWriter.constant(out, send.authority());
    FieldWriter.text(out, send.name());
    FieldWriter.flag(out, send.clientNamed());
    FieldWriter.text(out, send.content());
    FieldWriter.optionalText(out, send.metadata());
  }

  @Override
  public Command.SendMessage read(ByteBuf in) {
    return new Command.SendMessage(
        u64(in),
        u64(in),
        u64(in),
        FieldReader.constant(in, AUTHORITIES),
        text(in),
        flag(in),
        text(in),
        optionalText(in));
  }

  @Override
  public int size(Command.SendMessage send) {
    return NUMBERS
        + FieldWriter.size(send.name())
        + FieldWriter.size(send.content())
        + FieldWriter.optionalSize(send.metadata());
  }

  @Override
  public int leastSize() {
    return NUMBERS + 2 * Short.BYTES + Byte.BYTES;
  }

  @Override
  public boolean isFixed() {
    return false;
  }
}
