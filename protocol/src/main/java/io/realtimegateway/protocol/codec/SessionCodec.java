package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
import static io.realtimegateway.protocol.codec.FieldReader.positions;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u16;
import static io.realtimegateway.protocol.codec.FieldReader.u64;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.SessionPacket;

/// Payloads of a session's life.
final class SessionCodec {
  private static final int LEAST_SESSION_BYTES = 4 * Long.BYTES + Short.BYTES;

  private SessionCodec() {}

  static Opcode write(ByteBuf out, SessionPacket packet) {
    return switch (packet) {
      case SessionPacket.Connect connect -> connect(out, connect);
      case SessionPacket.Attached(long session) -> {
        out.writeLong(session);
        yield Opcode.ATTACHED;
      }
      case SessionPacket.Disconnect(long session, long userID) -> {
        out.writeLong(session).writeLong(userID);
        yield Opcode.DISCONNECT;
      }
      case SessionPacket.TellPresence(long session, long userID) -> {
        out.writeLong(session).writeLong(userID);
        yield Opcode.TELL_PRESENCE;
      }
      case SessionPacket.Register register -> register(out, register);
      case SessionPacket.Registered registered -> {
        FieldWriter.positions(out, registered.positions());
        yield Opcode.REGISTERED;
      }
      case SessionPacket.RefreshSession refresh -> refreshSession(out, refresh);
      case SessionPacket.EndSession end -> {
        out.writeLong(end.session()).writeShort(end.code());
        FieldWriter.text(out, end.reason());
        yield Opcode.END_SESSION;
      }
      case SessionPacket.RevokeLogins revoke -> revokeLogins(out, revoke);
      case SessionPacket.AnnounceProfile announce -> announceProfile(out, announce);
    };
  }

  private static Opcode connect(ByteBuf out, SessionPacket.Connect connect) {
    out.writeLong(connect.request());
    out.writeLong(connect.session());
    out.writeLong(connect.userID());
    FieldWriter.text(out, connect.ticketID());
    out.writeLong(connect.ticketTerm());
    out.writeLong(connect.ticketIssuedAt());
    out.writeLong(connect.ticketExpiresAt());
    FieldWriter.text(out, connect.loginID());
    out.writeLong(connect.loginIssuedAt());
    out.writeLong(connect.loginExpiresAt());
    return Opcode.CONNECT;
  }

  static SessionPacket.Connect connect(ByteBuf in) {
    return new SessionPacket.Connect(
        u64(in), u64(in), u64(in), text(in), u64(in), u64(in), u64(in), text(in), u64(in), u64(in));
  }

  static SessionPacket.Attached attached(ByteBuf in) {
    return new SessionPacket.Attached(u64(in));
  }

  static SessionPacket.Disconnect disconnect(ByteBuf in) {
    return new SessionPacket.Disconnect(u64(in), u64(in));
  }

  static SessionPacket.TellPresence tellPresence(ByteBuf in) {
    return new SessionPacket.TellPresence(u64(in), u64(in));
  }

  private static Opcode register(ByteBuf out, SessionPacket.Register register) {
    out.writeShort(register.sessions().size());
    for (SessionPacket.LiveSession session : register.sessions()) {
      out.writeLong(session.session());
      out.writeLong(session.userID());
      FieldWriter.text(out, session.loginID());
      out.writeLong(session.loginExpiresAt());
      out.writeLong(session.loginIssuedAt());
    }
    FieldWriter.positions(out, register.positions());
    FieldWriter.flag(out, register.last());
    return Opcode.REGISTER;
  }

  static SessionPacket.Register register(ByteBuf in) {
    return new SessionPacket.Register(
        FieldReader.list(in, LEAST_SESSION_BYTES, SessionCodec::liveSession),
        positions(in),
        flag(in));
  }

  private static SessionPacket.LiveSession liveSession(ByteBuf in) {
    return new SessionPacket.LiveSession(u64(in), u64(in), text(in), u64(in), u64(in));
  }

  static SessionPacket.Registered registered(ByteBuf in) {
    return new SessionPacket.Registered(positions(in));
  }

  private static Opcode refreshSession(ByteBuf out, SessionPacket.RefreshSession refresh) {
    out.writeLong(refresh.request());
    out.writeLong(refresh.session());
    out.writeLong(refresh.userID());
    FieldWriter.text(out, refresh.ticketID());
    out.writeLong(refresh.ticketTerm());
    out.writeLong(refresh.ticketIssuedAt());
    out.writeLong(refresh.ticketExpiresAt());
    FieldWriter.text(out, refresh.loginID());
    out.writeLong(refresh.loginIssuedAt());
    out.writeLong(refresh.loginExpiresAt());
    return Opcode.REFRESH_SESSION;
  }

  static SessionPacket.RefreshSession refreshSession(ByteBuf in) {
    return new SessionPacket.RefreshSession(
        u64(in), u64(in), u64(in), text(in), u64(in), u64(in), u64(in), text(in), u64(in), u64(in));
  }

  static SessionPacket.EndSession endSession(ByteBuf in) {
    return new SessionPacket.EndSession(u64(in), u16(in), text(in));
  }

  private static Opcode announceProfile(ByteBuf out, SessionPacket.AnnounceProfile announce) {
    out.writeLong(announce.request());
    out.writeLong(announce.userID());
    FieldWriter.text(out, announce.displayName());
    FieldWriter.optionalText(out, announce.displayImage());
    return Opcode.ANNOUNCE_PROFILE;
  }

  static SessionPacket.AnnounceProfile announceProfile(ByteBuf in) {
    return new SessionPacket.AnnounceProfile(u64(in), u64(in), text(in), optionalText(in));
  }

  private static Opcode revokeLogins(ByteBuf out, SessionPacket.RevokeLogins revoke) {
    out.writeLong(revoke.request());
    out.writeLong(revoke.userID());
    FieldWriter.optionalText(out, revoke.loginID());
    out.writeLong(revoke.issuedBefore());
    out.writeLong(revoke.keptUntil());
    return Opcode.REVOKE_LOGINS;
  }

  static SessionPacket.RevokeLogins revokeLogins(ByteBuf in) {
    return new SessionPacket.RevokeLogins(u64(in), u64(in), optionalText(in), u64(in), u64(in));
  }
}
