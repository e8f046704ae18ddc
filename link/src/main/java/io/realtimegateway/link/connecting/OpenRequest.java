package io.realtimegateway.link.connecting;

import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request that has no answer yet.
final class OpenRequest {
  private static final long BASE_BYTES = 256;

  final Request request;
  final long deadlineNanos;
  final Consumer<Packet> answer;
  final long bytes;

  /// Ascends in the order of the requests; after a lost link they are repeated in this order.
  final long order;

  /// The slot at which it waits or through which it was sent; null while no link leads to the owner
  /// of its shard.
  @Nullable EngineSlot slot;

  boolean isDone;

  OpenRequest(Request request, long deadlineNanos, Consumer<Packet> answer, long order) {
    this.request = request;
    this.deadlineNanos = deadlineNanos;
    this.answer = answer;
    this.order = order;
    this.bytes = bytes(request);
  }

  /// Approximate memory that a request holds.
  private static long bytes(Request request) {
    return switch (request) {
      case Command.SendMessage send -> text(send.content()) + text(send.metadata());
      case Command.UpdateMessage update -> text(update.content()) + text(update.metadata());
      case Command.UpdateConversation update -> text(update.groupName()) + text(update.metadata());
      case Command.AddMembers add -> BASE_BYTES + 24L * add.members().size();
      case Command.QueryPresence query -> BASE_BYTES + 24L * query.users().size();
      case SessionPacket.AnnounceProfile announce ->
          text(announce.displayName()) + text(announce.displayImage());
      case Command.DeleteMessage _,
          Command.MarkRead _,
          Command.RemoveMember _,
          Command.Announce _,
          Command.Resume _,
          Command.Barrier _,
          SessionPacket.Connect _,
          SessionPacket.RefreshSession _,
          SessionPacket.RevokeLogins _ ->
          BASE_BYTES;
    };
  }

  private static long text(@Nullable String value) {
    return BASE_BYTES + (value == null ? 0 : 2L * value.length());
  }
}
