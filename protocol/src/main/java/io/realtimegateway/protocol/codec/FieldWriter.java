package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the field types of `docs/PROTOCOL.md`. The records have checked the ranges.
final class FieldWriter {
  private FieldWriter() {}

  static void flag(ByteBuf out, boolean value) {
    out.writeByte(value ? 1 : 0);
  }

  /// A value of an enum whose wire number is its ordinal plus 1: that is how those enums define it,
  /// and the golden vectors hold them to it.
  @SuppressWarnings("EnumOrdinal")
  static void constant(ByteBuf out, Enum<?> value) {
    out.writeByte(value.ordinal() + 1);
  }

  /// Reserves the length, writes the text behind it in place, fills the length in.
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

  /// User ids or session handles.
  static void longs(ByteBuf out, List<Long> values) {
    int count = values.size();
    out.ensureWritable(Short.BYTES + count * Long.BYTES);
    out.writeShort(count);
    for (int i = 0; i < count; i++) {
      out.writeLong(values.get(i));
    }
  }

  static void nonce(ByteBuf out, Nonce nonce) {
    out.writeLong(nonce.high());
    out.writeLong(nonce.low());
  }

  static void proof(ByteBuf out, Proof proof) {
    out.writeLong(proof.a());
    out.writeLong(proof.b());
    out.writeLong(proof.c());
    out.writeLong(proof.d());
  }

  static void positions(ByteBuf out, List<Position> positions) {
    out.writeShort(positions.size());
    for (Position position : positions) {
      out.writeByte(position.shard());
      out.writeLong(position.epoch());
      out.writeLong(position.index());
    }
  }

  static void address(ByteBuf out, ShardPacket.SessionAddress address) {
    out.writeLong(address.userID());
    out.writeLong(address.node());
    out.writeShort(address.loop());
    out.writeLong(address.session());
  }
}
