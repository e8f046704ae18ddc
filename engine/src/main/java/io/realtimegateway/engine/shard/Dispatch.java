package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.conversation.ArchiveBarriers;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.session.ShardUsers;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Dispatches the packets of peers to their shards, and closes links of peers that send packets
/// which their role may not send.
final class Dispatch {
  private final ShardTable shards;
  private final Consumer<PeerLink> registrations;

  /// Dispatches to the shards of one loop.
  ///
  /// @param registrations called with a gateway loop that has registered all its sessions
  Dispatch(ShardTable shards, Consumer<PeerLink> registrations) {
    this.shards = shards;
    this.registrations = registrations;
  }

  /// Dispatches a packet.
  ///
  /// @throws IllegalArgumentException if it belongs to a shard of another loop
  void take(PeerLink from, Packet packet) {
    if (!Senders.may(from.link().peer().role(), packet)) {
      unexpected(from, packet);
      return;
    }
    if (from.isRegistered() == packet instanceof SessionPacket.Register) {
      close(from, from.isRegistered() ? "registered already" : "Register comes first");
      return;
    }
    switch (packet) {
      case SessionPacket session -> session(from, session);
      case Command command -> command(from, command);
      case LinkPacket _, Answer _, Event _, Delivery _, ShardPacket _ -> unexpected(from, packet);
    }
  }

  private static void unexpected(PeerLink from, Packet packet) {
    Role role = from.link().peer().role();
    String kind = packet.getClass().getSimpleName();
    close(
        from,
        String.format(Locale.ROOT, "%s is not for a peer of the role %s to send", kind, role));
  }

  private static void close(PeerLink from, String cause) {
    from.link().close(LinkClosed.MALFORMED, cause);
  }

  private void session(PeerLink from, SessionPacket packet) {
    switch (packet) {
      case SessionPacket.Connect connect -> usersAt(connect.shard()).connect(from, connect);
      case SessionPacket.Disconnect disconnect ->
          usersAt(Shards.ofUser(disconnect.userID())).disconnect(from, disconnect);
      case SessionPacket.SendPresence request ->
          usersAt(Shards.ofUser(request.userID())).sendPresence(from, request);
      case SessionPacket.Register part -> register(from, part);
      case SessionPacket.RefreshSession refresh -> usersAt(refresh.shard()).refresh(from, refresh);
      case SessionPacket.RevokeLogins revoke -> usersAt(revoke.shard()).revoke(from, revoke);
      case SessionPacket.AnnounceProfile announce ->
          usersAt(announce.shard()).announce(from, announce);
      case SessionPacket.Attached _, SessionPacket.Registered _, SessionPacket.EndSession _ ->
          unexpected(from, packet);
    }
  }

  private ShardUsers usersAt(int shard) {
    return shards.at(shard).users();
  }

  /// An API loop of the same process has the same address as its gateway loop, and must not act for
  /// its sessions.
  private void register(PeerLink from, SessionPacket.Register part) {
    boolean isGateway = from.link().peer().role() == Role.GATEWAY;
    if (!from.gather(part)) {
      close(from, "too many sessions");
    } else if (part.last() && isGateway) {
      registrations.accept(from);
    } else if (part.last()) {
      from.forgetRegistration();
      from.send(new SessionPacket.Registered(shards.positions()));
    }
  }

  private void command(PeerLink from, Command command) {
    switch (command) {
      case Command.Barrier barrier -> barrier(from, barrier);
      case Command.QueryPresence query -> queryPresence(from, query);
      case Command.Typing typing -> toConversation(from, typing.conversationID(), typing);
      case Command.SendMessage send -> toConversation(from, send.conversationID(), send);
      case Command.UpdateMessage update -> toConversation(from, update.conversationID(), update);
      case Command.DeleteMessage delete -> toConversation(from, delete.conversationID(), delete);
      case Command.MarkRead read -> toConversation(from, read.conversationID(), read);
      case Command.AddMembers add -> toConversation(from, add.conversationID(), add);
      case Command.RemoveMember remove -> toConversation(from, remove.conversationID(), remove);
      case Command.UpdateConversation update ->
          toConversation(from, update.conversationID(), update);
      case Command.Announce announce -> toConversation(from, announce.conversationID(), announce);
      case Command.Resume resume -> toConversation(from, resume.conversationID(), resume);
    }
  }

  private void toConversation(PeerLink from, long conversationID, Command command) {
    shards
        .at(Shards.ofConversation(conversationID))
        .conversations()
        .handle(from, conversationID, command);
  }

  /// One conversation, or all shards of a log.
  private void barrier(PeerLink from, Command.Barrier barrier) {
    if (barrier.conversationID() != 0) {
      shards.at(barrier.shard()).conversations().barrier(from, barrier);
      return;
    }
    int first = Shards.firstOf(Shards.logOf(barrier.onShard()));
    List<ArchiveBarriers> all = new ArrayList<>();
    for (int shard = first; shard < first + Shards.PER_LOG; shard++) {
      all.add(shards.at(shard).conversations().barriers());
    }
    ArchiveBarriers.all(all, from, barrier);
  }

  private void queryPresence(PeerLink from, Command.QueryPresence query) {
    Shard _ = shards.at(query.shard());
    List<Long> online = query.users().stream().filter(shards::isOnline).toList();
    from.send(new Answer.PresenceState(query.request(), online));
  }
}
