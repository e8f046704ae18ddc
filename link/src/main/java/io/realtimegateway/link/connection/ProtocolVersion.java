package io.realtimegateway.link.connection;

/// The version of the binary protocol that this code speaks.
public final class ProtocolVersion {
  /// A peer with another major version is refused.
  public static final int MAJOR = 1;

  /// Both ends speak the lower minor version of the two.
  public static final int MINOR = 0;

  private ProtocolVersion() {}
}
