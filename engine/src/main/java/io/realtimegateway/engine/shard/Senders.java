package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;

/// Which packets an engine accepts from each role.
final class Senders {
  private Senders() {}

  /// Whether a peer of this role may send the packet. Only a gateway has sessions, and only an API
  /// acts for an application.
  static boolean may(Role role, Packet packet) {
    return switch (packet) {
      case SessionPacket.Register register ->
          role == Role.GATEWAY || (role == Role.API && register.sessions().isEmpty());
      case SessionPacket.Connect _,
          SessionPacket.Disconnect _,
          SessionPacket.SendPresence _,
          SessionPacket.RefreshSession _,
          Command.Typing _ ->
          role == Role.GATEWAY;
      case SessionPacket.RevokeLogins _,
          SessionPacket.AnnounceProfile _,
          Command.Announce _,
          Command.Barrier _,
          Command.QueryPresence _ ->
          role == Role.API;
      case Command.SendMessage send -> may(role, send.authority());
      case Command.UpdateMessage update -> may(role, update.authority());
      case Command.DeleteMessage delete -> may(role, delete.authority());
      case Command.AddMembers add -> may(role, add.authority());
      case Command.RemoveMember remove -> may(role, remove.authority());
      case Command.UpdateConversation update -> may(role, update.authority());
      case Command.Resume resume -> may(role, resume.authority());
      case Command.MarkRead _ -> role == Role.GATEWAY || role == Role.API;
      case SessionPacket.Attached _,
          SessionPacket.Registered _,
          SessionPacket.EndSession _,
          LinkPacket _,
          Answer _,
          Event _,
          Delivery _,
          ShardPacket _ ->
          false;
    };
  }

  private static boolean may(Role role, Authority authority) {
    return switch (authority) {
      case USER -> role == Role.GATEWAY || role == Role.API;
      case APPLICATION -> role == Role.API;
    };
  }
}
