package io.realtimegateway.engine.shard;

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

/// Takes what peers send to the shard that it is for, and closes links that send what is not for
/// them to send.
final class Dispatch {
  private final EngineLoop loop;

  Dispatch(EngineLoop loop) {
    this.loop = loop;
  }

  /// @throws IllegalArgumentException where it is for a shard that lives elsewhere
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

  private void unexpected(PeerLink from, Packet packet) {
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
      case SessionPacket.Connect connect -> loop.at(connect.shard()).users().connect(from, connect);
      case SessionPacket.Disconnect gone ->
          loop.at(Shards.ofUser(gone.userID())).users().disconnect(from, gone);
      case SessionPacket.TellPresence tell ->
          loop.at(Shards.ofUser(tell.userID())).users().tellPresence(from, tell);
      case SessionPacket.Register part -> register(from, part);
      case SessionPacket.RefreshSession refresh ->
          loop.at(refresh.shard()).users().refresh(from, refresh);
      case SessionPacket.RevokeLogins revoke ->
          loop.at(revoke.shard()).users().revoke(from, revoke);
      case SessionPacket.AnnounceProfile announce ->
          loop.at(announce.shard()).users().announce(from, announce);
      case SessionPacket.Attached _, SessionPacket.Registered _, SessionPacket.EndSession _ ->
          unexpected(from, packet);
    }
  }

  /// An API loop of the same process, and so of the same place, must not speak for the sessions of
  /// the gateway loop beside it.
  private void register(PeerLink from, SessionPacket.Register part) {
    boolean isGateway = from.link().peer().role() == Role.GATEWAY;
    if (!from.gather(part)) {
      close(from, "too many sessions");
    } else if (part.last() && isGateway) {
      loop.registers(from);
    } else if (part.last()) {
      from.forgetRegistration();
      from.send(new SessionPacket.Registered(loop.positions()));
    }
  }

  private void command(PeerLink from, Command command) {
    switch (command) {
      case Command.Barrier barrier -> barrier(from, barrier);
      case Command.QueryPresence query -> loop.at(query.shard()).queryPresence(from, query);
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
    loop.at(Shards.ofConversation(conversationID)).handle(from, conversationID, command);
  }

  /// One conversation, or all shards of a log.
  private void barrier(PeerLink from, Command.Barrier barrier) {
    if (barrier.conversationID() != 0) {
      loop.at(barrier.shard()).barrier(from, barrier);
      return;
    }
    int first = Shards.firstOf(Shards.logOf(barrier.onShard()));
    List<Barriers> all = new ArrayList<>();
    for (int shard = first; shard < first + Shards.COUNT / Shards.LOGS; shard++) {
      all.add(loop.at(shard).barriers());
    }
    Barriers.all(all, from, barrier, loop.at(first));
  }
}
