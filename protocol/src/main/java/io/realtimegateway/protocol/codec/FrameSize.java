package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBufUtil;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the bytes that [PacketEncoder] writes for a packet, without writing them. Queues of
/// packets are bounded by it, so that they hold as much as queues of frames.
public final class FrameSize {
  private static final int CONSTANT = Byte.BYTES;
  private static final int FLAG = Byte.BYTES;
  private static final int SHARD = Byte.BYTES;
  private static final int COUNT = Short.BYTES;
  private static final int NONCE = 2 * Long.BYTES;
  private static final int PROOF = 4 * Long.BYTES;
  private static final int POSITION = SHARD + 2 * Long.BYTES;
  private static final int OWNED_LOG = Byte.BYTES + Long.BYTES;
  private static final int ADDRESS = 3 * Long.BYTES + Short.BYTES;

  private FrameSize() {}

  /// The bytes of the frame, header included.
  ///
  /// @throws IllegalArgumentException where [PacketEncoder#encode] throws it: the payload is over
  ///   `Limits.MAX_PAYLOAD_BYTES`
  public static int of(Packet packet) {
    long payload = payload(packet);
    if (payload > Limits.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          packet.getClass().getSimpleName()
              + " of "
              + payload
              + " bytes is over the limit of "
              + Limits.MAX_PAYLOAD_BYTES);
    }
    return Limits.HEADER_BYTES + (int) payload;
  }

  private static long payload(Packet packet) {
    return switch (packet) {
      case Delivery delivery -> delivery(delivery);
      case Command command -> command(command);
      case Answer answer -> answer(answer);
      case LinkPacket link -> link(link);
      case SessionPacket session -> session(session);
      case Event event -> event(event);
      case ShardPacket shard -> shard(shard);
    };
  }

  private static long delivery(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Deliver deliver ->
          Integer.BYTES + SHARD + 2 * Long.BYTES + nested(deliver.event());
      case Delivery.Direct direct ->
          longs(direct.sessions()) + SHARD + Long.BYTES + nested(direct.event());
      case Delivery.AudienceDefine define -> Integer.BYTES + Long.BYTES + longs(define.sessions());
      case Delivery.AudienceAdd add -> Integer.BYTES + longs(add.sessions());
      case Delivery.AudienceRemove remove -> Integer.BYTES + longs(remove.sessions());
      case Delivery.AudienceDrop _ -> Integer.BYTES;
      case Delivery.Lagging lagging -> SHARD + Long.BYTES + longs(lagging.users());
    };
  }

  private static long command(Command command) {
    return switch (command) {
      case Command.SendMessage send ->
          3 * Long.BYTES
              + CONSTANT
              + text(send.name())
              + FLAG
              + text(send.content())
              + optionalText(send.metadata());
      case Command.UpdateMessage update ->
          5 * Long.BYTES
              + CONSTANT
              + text(update.name())
              + FLAG
              + text(update.content())
              + optionalText(update.metadata());
      case Command.DeleteMessage delete -> 5 * Long.BYTES + CONSTANT + text(delete.name()) + FLAG;
      case Command.Typing _ -> 4 * Long.BYTES + FLAG;
      case Command.MarkRead _ -> 5 * Long.BYTES;
      case Command.AddMembers add ->
          3 * Long.BYTES + CONSTANT + text(add.name()) + longs(add.members());
      case Command.RemoveMember remove -> 4 * Long.BYTES + CONSTANT + text(remove.name());
      case Command.UpdateConversation update ->
          3 * Long.BYTES
              + CONSTANT
              + text(update.name())
              + FLAG
              + optionalText(update.groupName())
              + optionalText(update.metadata());
      case Command.Announce _ -> 3 * Long.BYTES;
      case Command.Resume _ -> 5 * Long.BYTES + CONSTANT + Short.BYTES;
      case Command.Barrier _ -> 4 * Long.BYTES + SHARD;
      case Command.QueryPresence query -> 2 * Long.BYTES + SHARD + longs(query.users());
    };
  }

  private static long answer(Answer answer) {
    return switch (answer) {
      case Answer.Ack _ -> 5 * Long.BYTES + 2 * FLAG;
      case Answer.Failure failure ->
          Long.BYTES + CONSTANT + text(failure.message()) + optionalText(failure.target());
      case Answer.Redeemed _ -> Long.BYTES;
      case Answer.Changes changes -> 4 * Long.BYTES + FLAG + changes(changes.items());
      case Answer.Reset _ -> 2 * Long.BYTES + CONSTANT;
      case Answer.BarrierPassed _ -> 4 * Long.BYTES;
      case Answer.PresenceState state -> Long.BYTES + longs(state.online());
    };
  }

  private static long changes(List<Answer.Change> changes) {
    long bytes = COUNT;
    for (Answer.Change change : changes) {
      bytes += 2 * Long.BYTES + nested(change.event());
    }
    return bytes;
  }

  private static long link(LinkPacket packet) {
    return switch (packet) {
      case LinkPacket.Ping ping -> Long.BYTES + list(ping.positions(), POSITION);
      case LinkPacket.Pong _, LinkPacket.Drain _ -> Long.BYTES;
      case LinkPacket.Challenge _ -> 2 * Byte.BYTES + NONCE;
      case LinkPacket.Hello _ ->
          2 * Byte.BYTES + CONSTANT + Long.BYTES + 2 * Short.BYTES + NONCE + PROOF;
      case LinkPacket.Welcome welcome ->
          2 * Byte.BYTES
              + Long.BYTES
              + 2 * Short.BYTES
              + PROOF
              + list(welcome.logs(), OWNED_LOG)
              + list(welcome.positions(), POSITION);
      case LinkPacket.NotOwner refusal -> 2 * Long.BYTES + Byte.BYTES + text(refusal.hint());
    };
  }

  private static long session(SessionPacket packet) {
    return switch (packet) {
      case SessionPacket.Connect connect ->
          8 * Long.BYTES + text(connect.ticketID()) + text(connect.loginID());
      case SessionPacket.Attached _ -> Long.BYTES;
      case SessionPacket.Disconnect _, SessionPacket.TellPresence _ -> 2 * Long.BYTES;
      case SessionPacket.Register register ->
          sessions(register.sessions()) + list(register.positions(), POSITION) + FLAG;
      case SessionPacket.Registered registered -> list(registered.positions(), POSITION);
      case SessionPacket.RefreshSession refresh ->
          8 * Long.BYTES + text(refresh.ticketID()) + text(refresh.loginID());
      case SessionPacket.EndSession end -> Long.BYTES + Short.BYTES + text(end.reason());
      case SessionPacket.RevokeLogins revoke -> 4 * Long.BYTES + optionalText(revoke.loginID());
      case SessionPacket.AnnounceProfile announce ->
          2 * Long.BYTES + text(announce.displayName()) + optionalText(announce.displayImage());
    };
  }

  private static long sessions(List<SessionPacket.LiveSession> sessions) {
    long bytes = COUNT;
    for (SessionPacket.LiveSession session : sessions) {
      bytes += 4 * Long.BYTES + text(session.loginID());
    }
    return bytes;
  }

  private static long nested(Event event) {
    return EventCodec.NESTED_HEADER_BYTES + event(event);
  }

  private static long event(Event event) {
    return switch (event) {
      case Event.Message message ->
          5 * Long.BYTES
              + text(message.content())
              + optionalText(message.metadata())
              + optionalText(message.clientMessageID());
      case Event.MessageUpdated updated ->
          4 * Long.BYTES + text(updated.content()) + optionalText(updated.metadata());
      case Event.MessageDeleted _ -> 4 * Long.BYTES;
      case Event.MemberAdded _,
          Event.MemberRemoved _,
          Event.AddedToConversation _,
          Event.ReadMarker _ ->
          3 * Long.BYTES;
      case Event.RemovedFromConversation _ -> 2 * Long.BYTES;
      case Event.TypingEvent _ -> 2 * Long.BYTES + FLAG;
      case Event.Presence _ -> Long.BYTES + FLAG;
      case Event.ConversationUpdated updated ->
          3 * Long.BYTES + text(updated.groupName()) + optionalText(updated.metadata());
      case Event.UserUpdated updated ->
          Long.BYTES + text(updated.displayName()) + optionalText(updated.displayImage());
    };
  }

  private static long shard(ShardPacket packet) {
    return switch (packet) {
      case ShardPacket.Subscribe subscribe -> 2 * Long.BYTES + SHARD + longs(subscribe.users());
      case ShardPacket.Subscribed subscribed ->
          2 * Long.BYTES
              + SHARD
              + longs(subscribed.users())
              + list(subscribed.addresses(), ADDRESS);
      case ShardPacket.Unsubscribe unsubscribe ->
          Long.BYTES + SHARD + longs(unsubscribe.users()) + FLAG;
      case ShardPacket.JoinAudience _ -> Long.BYTES + ADDRESS + FLAG;
      case ShardPacket.JoinedAudience _, ShardPacket.LeaveAudience _ -> Long.BYTES + ADDRESS;
      case ShardPacket.PresenceChanged changed ->
          Long.BYTES + FLAG + SHARD + longs(changed.peers());
      case ShardPacket.ProfileChanged changed ->
          Long.BYTES
              + text(changed.displayName())
              + optionalText(changed.displayImage())
              + SHARD
              + longs(changed.users());
      case ShardPacket.PresenceProbe probe -> ADDRESS + SHARD + longs(probe.peers());
      case ShardPacket.PresenceAnswer answer -> ADDRESS + longs(answer.online());
    };
  }

  private static long text(String value) {
    return (long) Short.BYTES + ByteBufUtil.utf8Bytes(value);
  }

  private static long optionalText(@Nullable String value) {
    return value == null ? FLAG : FLAG + text(value);
  }

  private static long longs(List<Long> values) {
    return list(values, Long.BYTES);
  }

  private static long list(List<?> values, int each) {
    return COUNT + (long) values.size() * each;
  }
}
