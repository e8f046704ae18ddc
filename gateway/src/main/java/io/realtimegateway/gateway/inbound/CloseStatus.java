package io.realtimegateway.gateway.inbound;

/// Close statuses that have a meaning beside the codes that this server sends (RFC 6455, section
/// 7.4).
public final class CloseStatus {
  /// The close frame had no status.
  public static final int NONE = 1005;

  /// The connection ended without a close frame.
  public static final int ABNORMAL = 1006;

  /// The highest status that a close frame may have; Netty accepts higher ones.
  public static final int HIGHEST = 4999;

  private CloseStatus() {}
}
