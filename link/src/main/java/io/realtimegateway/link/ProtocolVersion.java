package io.realtimegateway.link;

/// The version of the binary protocol that this code speaks.
final class ProtocolVersion {
  /// Another one is refused.
  static final int MAJOR = 1;

  /// Both ends speak the lower one.
  static final int MINOR = 0;

  private ProtocolVersion() {}
}
