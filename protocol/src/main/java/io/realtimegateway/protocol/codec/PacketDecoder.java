package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;
import org.jspecify.annotations.Nullable;

/// Reads frames. Total: any bytes are a whole packet, the beginning of one, or malformed with a
/// cause; nothing is thrown, and no byte of a payload is looked at before its length is known to be
/// within the limit. What to do about a malformed frame is the connection's business.
public final class PacketDecoder {
  private static final int OPCODE_OFFSET = 1;
  private static final int LENGTH_OFFSET = 2;

  private PacketDecoder() {}

  /// Reads the frame at the reader index.
  ///
  /// @param maxPayload longest payload that is accepted, in bytes
  public static Decoded decode(ByteBuf in, int maxPayload) {
    return decode(in, maxPayload, false);
  }

  /// Reads the frame at the reader index before the other side has proven the secret: only
  /// `Challenge`, `Hello`, `Welcome` and `Failure` are looked at, with payloads of at most
  /// `Limits.MAX_HANDSHAKE_BYTES`; any other opcode is malformed.
  public static Decoded decodeHandshake(ByteBuf in) {
    return decode(in, Limits.MAX_HANDSHAKE_BYTES, true);
  }

  private static Decoded decode(ByteBuf in, int maxPayload, boolean handshake) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable == 0) {
      return Decoded.NeedMore.INSTANCE;
    }
    if (in.getUnsignedByte(start) != Limits.MAGIC) {
      return new Decoded.Malformed("wrong magic byte " + in.getUnsignedByte(start));
    }
    if (readable == OPCODE_OFFSET) {
      return Decoded.NeedMore.INSTANCE;
    }
    int number = in.getUnsignedByte(start + OPCODE_OFFSET);
    Opcode opcode = Opcode.of(number);
    if (opcode == null || (handshake && !opensLink(opcode))) {
      return new Decoded.Malformed(
          (opcode == null ? "unknown" : "unexpected") + " opcode " + number);
    }
    if (readable < Limits.HEADER_BYTES) {
      return Decoded.NeedMore.INSTANCE;
    }
    long length = in.getUnsignedInt(start + LENGTH_OFFSET);
    if (length > maxPayload) {
      return new Decoded.Malformed(
          opcode + ": payload of " + length + " bytes is over the limit of " + maxPayload);
    }
    if (readable - Limits.HEADER_BYTES < length) {
      return Decoded.NeedMore.INSTANCE;
    }
    return payload(opcode, in, (int) length);
  }

  private static boolean opensLink(Opcode opcode) {
    return opcode == Opcode.CHALLENGE
        || opcode == Opcode.HELLO
        || opcode == Opcode.WELCOME
        || opcode == Opcode.FAILURE;
  }

  /// The end of the payload becomes the writer index meanwhile, so that no field reaches beyond it.
  private static Decoded payload(Opcode opcode, ByteBuf in, int length) {
    int start = in.readerIndex();
    int filled = in.writerIndex();
    int end = start + Limits.HEADER_BYTES + length;
    @Nullable Decoded result = null;
    try {
      in.setIndex(start + Limits.HEADER_BYTES, end);
      Packet packet = read(opcode, in);
      result =
          in.isReadable()
              ? new Decoded.Malformed(opcode + ": the payload is longer than its fields")
              : new Decoded.Whole(packet);
    } catch (IllegalArgumentException invalid) {
      result = new Decoded.Malformed(opcode + ": " + invalid.getMessage());
    } finally {
      in.setIndex(result instanceof Decoded.Whole ? end : start, filled);
    }
    return result;
  }

  /// Reads the fields of a packet.
  ///
  /// @throws IllegalArgumentException where they are not valid
  static Packet read(Opcode opcode, ByteBuf in) {
    return switch (opcode) {
      case CONNECT -> SessionCodec.connect(in);
      case DISCONNECT -> SessionCodec.disconnect(in);
      case PING -> LinkCodec.ping(in);
      case PONG -> LinkCodec.pong(in);
      case SEND_MESSAGE -> CommandCodec.sendMessage(in);
      case MESSAGE -> EventCodec.message(in);
      case UPDATE_MESSAGE -> CommandCodec.updateMessage(in);
      case MESSAGE_UPDATED -> EventCodec.messageUpdated(in);
      case DELETE_MESSAGE -> CommandCodec.deleteMessage(in);
      case MESSAGE_DELETED -> EventCodec.messageDeleted(in);
      case FAILURE -> AnswerCodec.failure(in);
      case TYPING -> CommandCodec.typing(in);
      case TYPING_EVENT -> EventCodec.typingEvent(in);
      case PRESENCE -> EventCodec.presence(in);
      case ADDED_TO_CONVERSATION -> EventCodec.addedToConversation(in);
      case REMOVED_FROM_CONVERSATION -> EventCodec.removedFromConversation(in);
      case CHALLENGE -> LinkCodec.challenge(in);
      case HELLO -> LinkCodec.hello(in);
      case WELCOME -> LinkCodec.welcome(in);
      case REGISTER -> SessionCodec.register(in);
      case REGISTERED -> SessionCodec.registered(in);
      case REDEEMED -> AnswerCodec.redeemed(in);
      case ATTACHED -> SessionCodec.attached(in);
      case ACK -> AnswerCodec.ack(in);
      case AUDIENCE_DEFINE -> DeliveryCodec.audienceDefine(in);
      case AUDIENCE_ADD -> DeliveryCodec.audienceAdd(in);
      case AUDIENCE_REMOVE -> DeliveryCodec.audienceRemove(in);
      case AUDIENCE_DROP -> DeliveryCodec.audienceDrop(in);
      case DELIVER -> DeliveryCodec.deliver(in);
      case DIRECT -> DeliveryCodec.direct(in);
      case RESUME -> CommandCodec.resume(in);
      case CHANGES -> AnswerCodec.changes(in);
      case RESET -> AnswerCodec.reset(in);
      case LAGGING -> DeliveryCodec.lagging(in);
      case ADD_MEMBERS -> CommandCodec.addMembers(in);
      case REMOVE_MEMBER -> CommandCodec.removeMember(in);
      case MEMBER_ADDED -> EventCodec.memberAdded(in);
      case MEMBER_REMOVED -> EventCodec.memberRemoved(in);
      case MARK_READ -> CommandCodec.markRead(in);
      case READ_MARKER -> EventCodec.readMarker(in);
      case END_SESSION -> SessionCodec.endSession(in);
      case REFRESH_SESSION -> SessionCodec.refreshSession(in);
      case TELL_PRESENCE -> SessionCodec.tellPresence(in);
      case USER_UPDATED -> EventCodec.userUpdated(in);
      case ANNOUNCE_PROFILE -> SessionCodec.announceProfile(in);
      case UPDATE_CONVERSATION -> CommandCodec.updateConversation(in);
      case CONVERSATION_UPDATED -> EventCodec.conversationUpdated(in);
      case REVOKE_LOGINS -> SessionCodec.revokeLogins(in);
      case ANNOUNCE -> CommandCodec.announce(in);
      case BARRIER -> CommandCodec.barrier(in);
      case BARRIER_PASSED -> AnswerCodec.barrierPassed(in);
      case QUERY_PRESENCE -> CommandCodec.queryPresence(in);
      case PRESENCE_STATE -> AnswerCodec.presenceState(in);
      case DRAIN -> LinkCodec.drain(in);
      case NOT_OWNER -> LinkCodec.notOwner(in);
      case SUBSCRIBE -> ShardCodec.subscribe(in);
      case SUBSCRIBED -> ShardCodec.subscribed(in);
      case UNSUBSCRIBE -> ShardCodec.unsubscribe(in);
      case JOIN_AUDIENCE -> ShardCodec.joinAudience(in);
      case JOINED_AUDIENCE -> ShardCodec.joined(in);
      case LEAVE_AUDIENCE -> ShardCodec.leaveAudience(in);
      case PRESENCE_CHANGED -> ShardCodec.presenceChanged(in);
      case PROFILE_CHANGED -> ShardCodec.profileChanged(in);
      case PRESENCE_PROBE -> ShardCodec.presenceProbe(in);
      case PRESENCE_ANSWER -> ShardCodec.presenceAnswer(in);
    };
  }
}
