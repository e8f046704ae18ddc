package io.realtimegateway.engine.loop;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;

/// A gateway loop, whichever link it has at the moment.
///
/// @param node random number of the gateway process
/// @param loop its event loop
public record LoopAddress(long node, int loop) {
  /// The gateway loop of a session.
  public static LoopAddress of(SessionAddress session) {
    return new LoopAddress(session.node(), session.loop());
  }

  /// A session of this gateway loop.
  ///
  /// @param session its number there
  public SessionAddress session(long userID, long session) {
    return new SessionAddress(userID, node, loop, session);
  }
}
