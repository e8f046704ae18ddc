package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldCodecs.ADDRESS;
import static io.realtimegateway.protocol.codec.FieldCodecs.ADDRESSES;
import static io.realtimegateway.protocol.codec.FieldCodecs.AUTHORITY;
import static io.realtimegateway.protocol.codec.FieldCodecs.FLAG;
import static io.realtimegateway.protocol.codec.FieldCodecs.LONGS;
import static io.realtimegateway.protocol.codec.FieldCodecs.NONCE;
import static io.realtimegateway.protocol.codec.FieldCodecs.OPTIONAL_TEXT;
import static io.realtimegateway.protocol.codec.FieldCodecs.POSITIONS;
import static io.realtimegateway.protocol.codec.FieldCodecs.PROOF;
import static io.realtimegateway.protocol.codec.FieldCodecs.TEXT;
import static io.realtimegateway.protocol.codec.FieldCodecs.U16;
import static io.realtimegateway.protocol.codec.FieldCodecs.U32;
import static io.realtimegateway.protocol.codec.FieldCodecs.U64;
import static io.realtimegateway.protocol.codec.FieldCodecs.U8;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.List;

/// The fields of all packets, each declared once.
final class PacketCodecs {
  private static final Codec<Event> EVENT = new EventCodec();
  private static final Codec<List<LinkPacket.OwnedLog>> OWNED_LOGS =
      new ListCodec<>(new ReflectiveCodec<>(LinkPacket.OwnedLog.class, U8, U64));
  private static final Codec<List<SessionPacket.LiveSession>> LIVE_SESSIONS =
      new ListCodec<>(
          new ReflectiveCodec<>(SessionPacket.LiveSession.class, U64, U64, TEXT, U64, U64));
  private static final Codec<List<Answer.Change>> CHANGES =
      new ListCodec<>(new ReflectiveCodec<>(Answer.Change.class, U64, U64, EVENT));

  static final CodecTable<Packet> ALL =
      new CodecTable<Packet>()
          .addAll(EventCodecs.ALL)
          .add(
              Opcode.CONNECT,
              SessionPacket.Connect.class,
              U64,
              U64,
              U64,
              TEXT,
              U64,
              U64,
              U64,
              TEXT,
              U64,
              U64)
          .add(Opcode.DISCONNECT, SessionPacket.Disconnect.class, U64, U64)
          .add(Opcode.PING, LinkPacket.Ping.class, U64, POSITIONS)
          .add(Opcode.PONG, LinkPacket.Pong.class, U64)
          .add(Opcode.SEND_MESSAGE, new SendMessageCodec())
          .add(
              Opcode.UPDATE_MESSAGE,
              Command.UpdateMessage.class,
              U64,
              U64,
              U64,
              U64,
              AUTHORITY,
              TEXT,
              FLAG,
              TEXT,
              OPTIONAL_TEXT,
              U64)
          .add(
              Opcode.DELETE_MESSAGE,
              Command.DeleteMessage.class,
              U64,
              U64,
              U64,
              U64,
              AUTHORITY,
              TEXT,
              FLAG,
              U64)
          .add(
              Opcode.FAILURE,
              Answer.Failure.class,
              U64,
              FieldCodecs.constant(ErrorCode.class),
              TEXT,
              OPTIONAL_TEXT)
          .add(Opcode.TYPING, Command.Typing.class, U64, U64, U64, U64, FLAG)
          .add(Opcode.CHALLENGE, LinkPacket.Challenge.class, U8, U8, NONCE)
          .add(
              Opcode.HELLO,
              LinkPacket.Hello.class,
              U8,
              U8,
              FieldCodecs.constant(Role.class),
              U64,
              U16,
              U16,
              NONCE,
              PROOF)
          .add(
              Opcode.WELCOME,
              LinkPacket.Welcome.class,
              U8,
              U8,
              U64,
              U16,
              U16,
              PROOF,
              OWNED_LOGS,
              POSITIONS)
          .add(Opcode.REGISTER, SessionPacket.Register.class, LIVE_SESSIONS, POSITIONS, FLAG)
          .add(Opcode.REGISTERED, SessionPacket.Registered.class, POSITIONS)
          .add(Opcode.REDEEMED, Answer.Redeemed.class, U64)
          .add(Opcode.ATTACHED, SessionPacket.Attached.class, U64)
          .add(Opcode.ACK, new AckCodec())
          .add(Opcode.AUDIENCE_DEFINE, Delivery.AudienceDefine.class, U32, U64, LONGS)
          .add(Opcode.AUDIENCE_ADD, Delivery.AudienceAdd.class, U32, LONGS)
          .add(Opcode.AUDIENCE_REMOVE, Delivery.AudienceRemove.class, U32, LONGS)
          .add(Opcode.AUDIENCE_DROP, Delivery.AudienceDrop.class, U32)
          .add(Opcode.DELIVER, new DeliverCodec())
          .add(Opcode.DIRECT, Delivery.Direct.class, LONGS, U8, U64, EVENT)
          .add(Opcode.RESUME, Command.Resume.class, U64, U64, U64, AUTHORITY, U64, U64, U16)
          .add(Opcode.CHANGES, Answer.Changes.class, U64, U64, U64, U64, FLAG, CHANGES)
          .add(
              Opcode.RESET,
              Answer.Reset.class,
              U64,
              U64,
              FieldCodecs.constant(Answer.ResetReason.class))
          .add(Opcode.LAGGING, Delivery.Lagging.class, U8, U64, LONGS)
          .add(Opcode.ADD_MEMBERS, Command.AddMembers.class, U64, U64, U64, AUTHORITY, TEXT, LONGS)
          .add(
              Opcode.REMOVE_MEMBER, Command.RemoveMember.class, U64, U64, U64, AUTHORITY, TEXT, U64)
          .add(Opcode.MARK_READ, Command.MarkRead.class, U64, U64, U64, U64, U64)
          .add(Opcode.END_SESSION, SessionPacket.EndSession.class, U64, U16, TEXT)
          .add(
              Opcode.REFRESH_SESSION,
              SessionPacket.RefreshSession.class,
              U64,
              U64,
              U64,
              TEXT,
              U64,
              U64,
              U64,
              TEXT,
              U64,
              U64)
          .add(Opcode.SEND_PRESENCE, SessionPacket.SendPresence.class, U64, U64)
          .add(
              Opcode.ANNOUNCE_PROFILE,
              SessionPacket.AnnounceProfile.class,
              U64,
              U64,
              TEXT,
              OPTIONAL_TEXT)
          .add(
              Opcode.UPDATE_CONVERSATION,
              Command.UpdateConversation.class,
              U64,
              U64,
              U64,
              AUTHORITY,
              TEXT,
              FLAG,
              OPTIONAL_TEXT,
              OPTIONAL_TEXT)
          .add(
              Opcode.REVOKE_LOGINS,
              SessionPacket.RevokeLogins.class,
              U64,
              U64,
              OPTIONAL_TEXT,
              U64,
              U64)
          .add(Opcode.ANNOUNCE, Command.Announce.class, U64, U64, U64)
          .add(Opcode.BARRIER, Command.Barrier.class, U64, U64, U64, U8, U64)
          .add(Opcode.BARRIER_PASSED, Answer.BarrierPassed.class, U64, U64, U64, U64)
          .add(Opcode.QUERY_PRESENCE, Command.QueryPresence.class, U64, U64, U8, LONGS)
          .add(Opcode.PRESENCE_STATE, Answer.PresenceState.class, U64, LONGS)
          .add(Opcode.DRAIN, LinkPacket.Drain.class, U64)
          .add(Opcode.NOT_OWNER, LinkPacket.NotOwner.class, U64, U8, TEXT, U64)
          .add(Opcode.SUBSCRIBE, ShardPacket.Subscribe.class, U64, U64, U8, LONGS)
          .add(Opcode.SUBSCRIBED, ShardPacket.Subscribed.class, U64, U64, U8, LONGS, ADDRESSES)
          .add(Opcode.UNSUBSCRIBE, ShardPacket.Unsubscribe.class, U64, U8, LONGS, FLAG)
          .add(Opcode.JOIN_AUDIENCE, ShardPacket.JoinAudience.class, U64, ADDRESS, FLAG)
          .add(Opcode.JOINED_AUDIENCE, ShardPacket.JoinedAudience.class, U64, ADDRESS)
          .add(Opcode.LEAVE_AUDIENCE, ShardPacket.LeaveAudience.class, U64, ADDRESS)
          .add(Opcode.PRESENCE_CHANGED, ShardPacket.PresenceChanged.class, U64, FLAG, U8, LONGS)
          .add(
              Opcode.PROFILE_CHANGED,
              ShardPacket.ProfileChanged.class,
              U64,
              TEXT,
              OPTIONAL_TEXT,
              U8,
              LONGS)
          .add(Opcode.PRESENCE_PROBE, ShardPacket.PresenceProbe.class, ADDRESS, U8, LONGS)
          .add(Opcode.PRESENCE_ANSWER, ShardPacket.PresenceAnswer.class, ADDRESS, LONGS);

  static {
    for (Opcode opcode : Opcode.values()) {
      of(opcode);
    }
  }

  private PacketCodecs() {}

  /// The codec of an opcode.
  static Codec<? extends Packet> of(Opcode opcode) {
    Codec<? extends Packet> codec = ALL.of(opcode);
    if (codec == null) {
      throw new IllegalStateException(opcode + " is not declared");
    }
    return codec;
  }
}
