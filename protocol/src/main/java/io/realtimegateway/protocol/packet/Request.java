package io.realtimegateway.protocol.packet;

/// A packet that is answered. `request` is chosen by the sender and unique among its unanswered
/// requests on that link; the answer carries it back. A request that lost its link is sent again
/// with the same name, so the engine executes it once.
public sealed interface Request extends Packet
    permits Command.Asking,
        SessionPacket.AnnounceProfile,
        SessionPacket.Connect,
        SessionPacket.RefreshSession,
        SessionPacket.RevokeLogins {
  /// Correlation number, 1 or more.
  long request();

  /// The shard that answers: the conversation's, or the user's if no conversation is named.
  int shard();
}
