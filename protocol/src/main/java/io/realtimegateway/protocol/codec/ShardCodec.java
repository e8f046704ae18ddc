package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.longs;
import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
import static io.realtimegateway.protocol.codec.FieldReader.seat;
import static io.realtimegateway.protocol.codec.FieldReader.seats;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u64;
import static io.realtimegateway.protocol.codec.FieldReader.u8;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.ShardPacket;

/// Payloads of what shards say to each other.
final class ShardCodec {
  private ShardCodec() {}

  static Opcode write(ByteBuf out, ShardPacket packet) {
    return switch (packet) {
      case ShardPacket.Subscribe subscribe -> {
        out.writeLong(subscribe.conversationID())
            .writeLong(subscribe.load())
            .writeByte(subscribe.userShard());
        FieldWriter.longs(out, subscribe.users());
        yield Opcode.SUBSCRIBE;
      }
      case ShardPacket.Subscribed subscribed -> subscribed(out, subscribed);
      case ShardPacket.Unsubscribe unsubscribe -> {
        out.writeLong(unsubscribe.conversationID()).writeByte(unsubscribe.userShard());
        FieldWriter.longs(out, unsubscribe.users());
        FieldWriter.flag(out, unsubscribe.removed());
        yield Opcode.UNSUBSCRIBE;
      }
      case ShardPacket.TakeSeat take -> {
        out.writeLong(take.conversationID());
        FieldWriter.seat(out, take.seat());
        FieldWriter.flag(out, take.returning());
        yield Opcode.TAKE_SEAT;
      }
      case ShardPacket.Seated seated -> {
        out.writeLong(seated.conversationID());
        FieldWriter.seat(out, seated.seat());
        yield Opcode.SEATED;
      }
      case ShardPacket.LeaveSeat leave -> {
        out.writeLong(leave.conversationID());
        FieldWriter.seat(out, leave.seat());
        yield Opcode.LEAVE_SEAT;
      }
      case ShardPacket.PresenceChanged changed -> {
        out.writeLong(changed.userID());
        FieldWriter.flag(out, changed.isOnline());
        out.writeByte(changed.userShard());
        FieldWriter.longs(out, changed.peers());
        yield Opcode.PRESENCE_CHANGED;
      }
      case ShardPacket.ProfileChanged changed -> {
        out.writeLong(changed.userID());
        FieldWriter.text(out, changed.displayName());
        FieldWriter.optionalText(out, changed.displayImage());
        out.writeByte(changed.userShard());
        FieldWriter.longs(out, changed.users());
        yield Opcode.PROFILE_CHANGED;
      }
      case ShardPacket.PresenceProbe probe -> {
        FieldWriter.seat(out, probe.seat());
        out.writeByte(probe.userShard());
        FieldWriter.longs(out, probe.peers());
        yield Opcode.PRESENCE_PROBE;
      }
      case ShardPacket.PresenceAnswer answer -> {
        FieldWriter.seat(out, answer.seat());
        FieldWriter.longs(out, answer.online());
        yield Opcode.PRESENCE_ANSWER;
      }
    };
  }

  static ShardPacket.Subscribe subscribe(ByteBuf in) {
    return new ShardPacket.Subscribe(u64(in), u64(in), u8(in), longs(in));
  }

  private static Opcode subscribed(ByteBuf out, ShardPacket.Subscribed subscribed) {
    out.writeLong(subscribed.conversationID())
        .writeLong(subscribed.load())
        .writeByte(subscribed.userShard());
    FieldWriter.longs(out, subscribed.users());
    out.writeShort(subscribed.seats().size());
    for (ShardPacket.Seat seat : subscribed.seats()) {
      FieldWriter.seat(out, seat);
    }
    return Opcode.SUBSCRIBED;
  }

  static ShardPacket.Subscribed subscribed(ByteBuf in) {
    return new ShardPacket.Subscribed(u64(in), u64(in), u8(in), longs(in), seats(in));
  }

  static ShardPacket.Unsubscribe unsubscribe(ByteBuf in) {
    return new ShardPacket.Unsubscribe(u64(in), u8(in), longs(in), flag(in));
  }

  static ShardPacket.TakeSeat takeSeat(ByteBuf in) {
    return new ShardPacket.TakeSeat(u64(in), seat(in), flag(in));
  }

  static ShardPacket.Seated seated(ByteBuf in) {
    return new ShardPacket.Seated(u64(in), seat(in));
  }

  static ShardPacket.LeaveSeat leaveSeat(ByteBuf in) {
    return new ShardPacket.LeaveSeat(u64(in), seat(in));
  }

  static ShardPacket.PresenceChanged presenceChanged(ByteBuf in) {
    return new ShardPacket.PresenceChanged(u64(in), flag(in), u8(in), longs(in));
  }

  static ShardPacket.ProfileChanged profileChanged(ByteBuf in) {
    return new ShardPacket.ProfileChanged(u64(in), text(in), optionalText(in), u8(in), longs(in));
  }

  static ShardPacket.PresenceProbe presenceProbe(ByteBuf in) {
    return new ShardPacket.PresenceProbe(seat(in), u8(in), longs(in));
  }

  static ShardPacket.PresenceAnswer presenceAnswer(ByteBuf in) {
    return new ShardPacket.PresenceAnswer(seat(in), longs(in));
  }
}
