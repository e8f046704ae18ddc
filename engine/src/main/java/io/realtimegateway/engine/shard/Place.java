package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.Seat;

/// A gateway loop, wherever its links are at the moment.
///
/// @param node random number of the gateway process
/// @param loop its event loop
record Place(long node, int loop) {
  static Place of(Seat seat) {
    return new Place(seat.node(), seat.loop());
  }

  Seat seat(long userID, long session) {
    return new Seat(userID, node, loop, session);
  }
}
