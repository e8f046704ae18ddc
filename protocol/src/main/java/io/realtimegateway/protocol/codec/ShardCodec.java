package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.address;
import static io.realtimegateway.protocol.codec.FieldReader.addresses;
import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.longs;
import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
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
      case ShardPacket.JoinAudience take -> {
        out.writeLong(take.conversationID());
        FieldWriter.address(out, take.address());
        FieldWriter.flag(out, take.returning());
        yield Opcode.JOIN_AUDIENCE;
      }
      case ShardPacket.JoinedAudience joined -> {
        out.writeLong(joined.conversationID());
        FieldWriter.address(out, joined.address());
        yield Opcode.JOINED_AUDIENCE;
      }
      case ShardPacket.LeaveAudience leave -> {
        out.writeLong(leave.conversationID());
        FieldWriter.address(out, leave.address());
        yield Opcode.LEAVE_AUDIENCE;
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
        FieldWriter.address(out, probe.address());
        out.writeByte(probe.userShard());
        FieldWriter.longs(out, probe.peers());
        yield Opcode.PRESENCE_PROBE;
      }
      case ShardPacket.PresenceAnswer answer -> {
        FieldWriter.address(out, answer.address());
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
    out.writeShort(subscribed.addresses().size());
    for (ShardPacket.SessionAddress address : subscribed.addresses()) {
      FieldWriter.address(out, address);
    }
    return Opcode.SUBSCRIBED;
  }

  static ShardPacket.Subscribed subscribed(ByteBuf in) {
    return new ShardPacket.Subscribed(u64(in), u64(in), u8(in), longs(in), addresses(in));
  }

  static ShardPacket.Unsubscribe unsubscribe(ByteBuf in) {
    return new ShardPacket.Unsubscribe(u64(in), u8(in), longs(in), flag(in));
  }

  static ShardPacket.JoinAudience joinAudience(ByteBuf in) {
    return new ShardPacket.JoinAudience(u64(in), address(in), flag(in));
  }

  static ShardPacket.JoinedAudience joined(ByteBuf in) {
    return new ShardPacket.JoinedAudience(u64(in), address(in));
  }

  static ShardPacket.LeaveAudience leaveAudience(ByteBuf in) {
    return new ShardPacket.LeaveAudience(u64(in), address(in));
  }

  static ShardPacket.PresenceChanged presenceChanged(ByteBuf in) {
    return new ShardPacket.PresenceChanged(u64(in), flag(in), u8(in), longs(in));
  }

  static ShardPacket.ProfileChanged profileChanged(ByteBuf in) {
    return new ShardPacket.ProfileChanged(u64(in), text(in), optionalText(in), u8(in), longs(in));
  }

  static ShardPacket.PresenceProbe presenceProbe(ByteBuf in) {
    return new ShardPacket.PresenceProbe(address(in), u8(in), longs(in));
  }

  static ShardPacket.PresenceAnswer presenceAnswer(ByteBuf in) {
    return new ShardPacket.PresenceAnswer(address(in), longs(in));
  }
}
