package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;

/// Writes packets as frames: magic u8, opcode u8, payload length u32, payload. A frame is written
/// whole or, where this throws, not at all: the writer index then stands where it stood.
///
/// An event that goes to several links is encoded once by [#encodeEvent] and copied into each frame
/// by [#deliver].
public final class PacketEncoder {
  private static final int OPCODE_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;
  private static final int DELIVER_HEAD_BYTES = 4 + 1 + 8 + 8;

  private PacketEncoder() {}

  /// Writes one frame.
  ///
  /// @throws IllegalArgumentException where the payload is over `Limits.MAX_PAYLOAD_BYTES`: split
  ///   the lists of the packet
  public static void encode(Packet packet, ByteBuf out) {
    int start = out.writerIndex();
    boolean written = false;
    try {
      out.writeByte(Limits.MAGIC);
      out.writeByte(0);
      out.writeInt(0);
      Opcode opcode = payload(packet, out);
      finish(out, start, opcode);
      written = true;
    } finally {
      if (!written) {
        out.writerIndex(start);
      }
    }
  }

  /// Writes an event as it stands inside `Deliver`, `Direct` and `Changes`: opcode u8, length u32,
  /// payload.
  public static void encodeEvent(Event event, ByteBuf out) {
    int start = out.writerIndex();
    boolean written = false;
    try {
      EventCodec.writeNested(out, event);
      written = true;
    } finally {
      if (!written) {
        out.writerIndex(start);
      }
    }
  }

  /// Writes the frame of a `Deliver` whose event was encoded before. Costs a copy of the event's
  /// bytes.
  ///
  /// @param audience 1..2^31-1
  /// @param shard 0..63
  /// @param index newest position of the shard with this packet
  /// @param exceptUser a user whose sessions are left out, or 0
  /// @param encodedEvent what one call of `encodeEvent` wrote; its indices are not moved
  public static void deliver(
      ByteBuf out, int audience, int shard, long index, long exceptUser, ByteBuf encodedEvent) {
    if (audience < 1 || shard < 0 || shard >= Shards.COUNT || index < 0 || exceptUser < 0) {
      throw new IllegalArgumentException("audience, shard, index or exceptUser is out of range");
    }
    int eventBytes = encodedEvent.readableBytes();
    out.ensureWritable(Limits.HEADER_BYTES + DELIVER_HEAD_BYTES + eventBytes);
    int start = out.writerIndex();
    out.writeByte(Limits.MAGIC);
    out.writeByte(Opcode.DELIVER.number());
    out.writeInt(DELIVER_HEAD_BYTES + eventBytes);
    DeliveryCodec.deliverHead(out, audience, shard, index, exceptUser);
    out.writeBytes(encodedEvent, encodedEvent.readerIndex(), eventBytes);
    assert out.writerIndex() - start == Limits.HEADER_BYTES + DELIVER_HEAD_BYTES + eventBytes;
  }

  private static void finish(ByteBuf out, int start, Opcode opcode) {
    int length = out.writerIndex() - start - Limits.HEADER_BYTES;
    if (length > Limits.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          opcode + " of " + length + " bytes is over the limit of " + Limits.MAX_PAYLOAD_BYTES);
    }
    out.setByte(start + OPCODE_OFFSET, opcode.number());
    out.setInt(start + LENGTH_OFFSET, length);
  }

  private static Opcode payload(Packet packet, ByteBuf out) {
    return switch (packet) {
      case Delivery delivery -> DeliveryCodec.write(out, delivery);
      case Command command -> CommandCodec.write(out, command);
      case Answer answer -> AnswerCodec.write(out, answer);
      case LinkPacket link -> LinkCodec.write(out, link);
      case SessionPacket session -> SessionCodec.write(out, session);
      case Event event -> EventCodec.write(out, event);
      case ShardPacket shard -> ShardCodec.write(out, shard);
    };
  }
}
