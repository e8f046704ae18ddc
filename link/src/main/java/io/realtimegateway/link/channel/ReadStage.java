package io.realtimegateway.link.channel;

/// Which packets a link currently reads.
public enum ReadStage {
  /// Only handshake packets; nothing else is decoded.
  HANDSHAKE,
  /// All packets.
  OPEN,
  /// None for now: incoming bytes are kept.
  PAUSED,
  /// None any more: incoming bytes are dropped.
  ENDED
}
