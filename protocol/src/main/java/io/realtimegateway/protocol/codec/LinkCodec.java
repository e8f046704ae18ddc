package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.nonce;
import static io.realtimegateway.protocol.codec.FieldReader.positions;
import static io.realtimegateway.protocol.codec.FieldReader.proof;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u16;
import static io.realtimegateway.protocol.codec.FieldReader.u64;
import static io.realtimegateway.protocol.codec.FieldReader.u8;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Role;

/// Payloads of what opens a link and keeps it alive.
final class LinkCodec {
  private static final Role[] ROLES = Role.values();
  private static final int OWNED_LOG_BYTES = Byte.BYTES + Long.BYTES;

  private LinkCodec() {}

  static Opcode write(ByteBuf out, LinkPacket packet) {
    return switch (packet) {
      case LinkPacket.Ping ping -> {
        out.writeLong(ping.nonce());
        FieldWriter.positions(out, ping.positions());
        yield Opcode.PING;
      }
      case LinkPacket.Pong(long nonce) -> {
        out.writeLong(nonce);
        yield Opcode.PONG;
      }
      case LinkPacket.Challenge challenge -> {
        out.writeByte(challenge.major()).writeByte(challenge.minor());
        FieldWriter.nonce(out, challenge.nonce());
        yield Opcode.CHALLENGE;
      }
      case LinkPacket.Hello hello -> hello(out, hello);
      case LinkPacket.Welcome welcome -> welcome(out, welcome);
      case LinkPacket.Drain(long withinMillis) -> {
        out.writeLong(withinMillis);
        yield Opcode.DRAIN;
      }
      case LinkPacket.NotOwner refusal -> {
        out.writeLong(refusal.request()).writeByte(refusal.log());
        FieldWriter.text(out, refusal.hint());
        out.writeLong(refusal.term());
        yield Opcode.NOT_OWNER;
      }
    };
  }

  static LinkPacket.Ping ping(ByteBuf in) {
    return new LinkPacket.Ping(u64(in), positions(in));
  }

  static LinkPacket.Pong pong(ByteBuf in) {
    return new LinkPacket.Pong(u64(in));
  }

  static LinkPacket.Challenge challenge(ByteBuf in) {
    return new LinkPacket.Challenge(u8(in), u8(in), nonce(in));
  }

  private static Opcode hello(ByteBuf out, LinkPacket.Hello hello) {
    out.writeByte(hello.major());
    out.writeByte(hello.minor());
    FieldWriter.constant(out, hello.role());
    out.writeLong(hello.node());
    out.writeShort(hello.loop());
    out.writeShort(hello.engineLoop());
    FieldWriter.nonce(out, hello.nonce());
    FieldWriter.proof(out, hello.proof());
    return Opcode.HELLO;
  }

  static LinkPacket.Hello hello(ByteBuf in) {
    return new LinkPacket.Hello(
        u8(in),
        u8(in),
        FieldReader.constant(in, ROLES),
        u64(in),
        u16(in),
        u16(in),
        nonce(in),
        proof(in));
  }

  private static Opcode welcome(ByteBuf out, LinkPacket.Welcome welcome) {
    out.writeByte(welcome.major());
    out.writeByte(welcome.minor());
    out.writeLong(welcome.node());
    out.writeShort(welcome.loop());
    out.writeShort(welcome.loops());
    FieldWriter.proof(out, welcome.proof());
    out.writeShort(welcome.logs().size());
    for (LinkPacket.OwnedLog owned : welcome.logs()) {
      out.writeByte(owned.log()).writeLong(owned.term());
    }
    FieldWriter.positions(out, welcome.positions());
    return Opcode.WELCOME;
  }

  static LinkPacket.Welcome welcome(ByteBuf in) {
    return new LinkPacket.Welcome(
        u8(in),
        u8(in),
        u64(in),
        u16(in),
        u16(in),
        proof(in),
        FieldReader.list(in, OWNED_LOG_BYTES, LinkCodec::ownedLog),
        positions(in));
  }

  private static LinkPacket.OwnedLog ownedLog(ByteBuf in) {
    return new LinkPacket.OwnedLog(u8(in), u64(in));
  }

  static LinkPacket.Drain drain(ByteBuf in) {
    return new LinkPacket.Drain(u64(in));
  }

  static LinkPacket.NotOwner notOwner(ByteBuf in) {
    return new LinkPacket.NotOwner(u64(in), u8(in), text(in), u64(in));
  }
}
