package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.List;

/// The field types of `docs/PROTOCOL.md`.
final class FieldCodecs {
  static final Codec<Integer> U8 =
      FieldCodec.fixed(int.class, Byte.BYTES, ByteBuf::writeByte, FieldReader::u8);
  static final Codec<Integer> U16 =
      FieldCodec.fixed(int.class, Short.BYTES, ByteBuf::writeShort, FieldReader::u16);
  static final Codec<Integer> U32 =
      FieldCodec.fixed(int.class, Integer.BYTES, ByteBuf::writeInt, FieldReader::u32);
  static final Codec<Long> U64 =
      FieldCodec.fixed(long.class, Long.BYTES, ByteBuf::writeLong, FieldReader::u64);
  static final Codec<Boolean> FLAG =
      FieldCodec.fixed(boolean.class, Byte.BYTES, FieldWriter::flag, FieldReader::flag);
  static final Codec<String> TEXT =
      new FieldCodec<>(
          String.class,
          Short.BYTES,
          false,
          FieldWriter::text,
          FieldReader::text,
          FieldWriter::size);

  /// A text or null, for components that are `@Nullable`.
  @SuppressWarnings("NullAway")
  static final Codec<String> OPTIONAL_TEXT =
      new FieldCodec<>(
          String.class,
          Byte.BYTES,
          false,
          FieldWriter::optionalText,
          FieldReader::optionalText,
          FieldWriter::optionalSize);

  static final Codec<Authority> AUTHORITY = constant(Authority.class);

  /// User ids or session handles.
  static final Codec<List<Long>> LONGS = new ListCodec<>(U64);

  static final Codec<Nonce> NONCE = new ReflectiveCodec<>(Nonce.class, U64, U64);
  static final Codec<Proof> PROOF = new ReflectiveCodec<>(Proof.class, U64, U64, U64, U64);
  static final Codec<List<Position>> POSITIONS =
      new ListCodec<>(new ReflectiveCodec<>(Position.class, U8, U64, U64));
  static final Codec<ShardPacket.SessionAddress> ADDRESS =
      new ReflectiveCodec<>(ShardPacket.SessionAddress.class, U64, U64, U16, U64);
  static final Codec<List<ShardPacket.SessionAddress>> ADDRESSES = new ListCodec<>(ADDRESS);

  private FieldCodecs() {}

  /// A value of an enum whose wire number is its ordinal plus 1.
  static <E extends Enum<E>> Codec<E> constant(Class<E> type) {
    E[] values = type.getEnumConstants();
    return FieldCodec.fixed(
        type, Byte.BYTES, FieldWriter::constant, in -> FieldReader.constant(in, values));
  }
}
