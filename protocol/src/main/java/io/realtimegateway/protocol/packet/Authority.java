package io.realtimegateway.protocol.packet;

/// On whose authority a command is sent. The wire number is the ordinal plus 1.
public enum Authority {
  /// A user: must be a member, and the author or the owner if the command requires that.
  USER,
  /// The application's backend, through the server API: exempt from membership and authorship
  /// checks.
  APPLICATION
}
