package io.realtimegateway.link.channel;

/// Which packets a link reads at the moment.
public enum ReadStage {
  /// Only those that open a link; nothing else is decoded.
  HANDSHAKE,
  /// Any.
  OPEN,
  /// None for now: what comes is kept.
  PAUSED,
  /// None any more: what comes is dropped.
  ENDED
}
