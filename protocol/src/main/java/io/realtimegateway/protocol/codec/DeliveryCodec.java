package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.longs;
import static io.realtimegateway.protocol.codec.FieldReader.u32;
import static io.realtimegateway.protocol.codec.FieldReader.u64;
import static io.realtimegateway.protocol.codec.FieldReader.u8;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Delivery;

/// Payloads of what tells a gateway who hears what.
final class DeliveryCodec {
  private DeliveryCodec() {}

  static Opcode write(ByteBuf out, Delivery delivery) {
    return switch (delivery) {
      case Delivery.Deliver deliver -> {
        deliverHead(
            out, deliver.audience(), deliver.shard(), deliver.index(), deliver.exceptUser());
        EventCodec.writeNested(out, deliver.event());
        yield Opcode.DELIVER;
      }
      case Delivery.Direct direct -> {
        FieldWriter.longs(out, direct.sessions());
        out.writeByte(direct.shard());
        out.writeLong(direct.index());
        EventCodec.writeNested(out, direct.event());
        yield Opcode.DIRECT;
      }
      case Delivery.AudienceDefine define -> {
        out.writeInt(define.audience());
        out.writeLong(define.conversationID());
        FieldWriter.longs(out, define.sessions());
        yield Opcode.AUDIENCE_DEFINE;
      }
      case Delivery.AudienceAdd add -> {
        out.writeInt(add.audience());
        FieldWriter.longs(out, add.sessions());
        yield Opcode.AUDIENCE_ADD;
      }
      case Delivery.AudienceRemove remove -> {
        out.writeInt(remove.audience());
        FieldWriter.longs(out, remove.sessions());
        yield Opcode.AUDIENCE_REMOVE;
      }
      case Delivery.AudienceDrop drop -> {
        out.writeInt(drop.audience());
        yield Opcode.AUDIENCE_DROP;
      }
      case Delivery.Lagging lagging -> {
        out.writeByte(lagging.shard());
        out.writeLong(lagging.conversationID());
        FieldWriter.longs(out, lagging.users());
        yield Opcode.LAGGING;
      }
    };
  }

  /// The fields of `Deliver` before the event.
  static void deliverHead(ByteBuf out, int audience, int shard, long index, long exceptUser) {
    out.writeInt(audience);
    out.writeByte(shard);
    out.writeLong(index);
    out.writeLong(exceptUser);
  }

  static Delivery.Deliver deliver(ByteBuf in) {
    return new Delivery.Deliver(u32(in), u8(in), u64(in), u64(in), EventCodec.readNested(in));
  }

  static Delivery.Direct direct(ByteBuf in) {
    return new Delivery.Direct(longs(in), u8(in), u64(in), EventCodec.readNested(in));
  }

  static Delivery.AudienceDefine audienceDefine(ByteBuf in) {
    return new Delivery.AudienceDefine(u32(in), u64(in), longs(in));
  }

  static Delivery.AudienceAdd audienceAdd(ByteBuf in) {
    return new Delivery.AudienceAdd(u32(in), longs(in));
  }

  static Delivery.AudienceRemove audienceRemove(ByteBuf in) {
    return new Delivery.AudienceRemove(u32(in), longs(in));
  }

  static Delivery.AudienceDrop audienceDrop(ByteBuf in) {
    return new Delivery.AudienceDrop(u32(in));
  }

  static Delivery.Lagging lagging(ByteBuf in) {
    return new Delivery.Lagging(u8(in), u64(in), longs(in));
  }
}
