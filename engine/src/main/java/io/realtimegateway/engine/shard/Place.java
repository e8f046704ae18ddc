package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;

/// A gateway loop, wherever its links are at the moment.
///
/// @param node random number of the gateway process
/// @param loop its event loop
record Place(long node, int loop) {
  static Place of(SessionAddress address) {
    return new Place(address.node(), address.loop());
  }

  SessionAddress address(long userID, long session) {
    return new SessionAddress(userID, node, loop, session);
  }
}
