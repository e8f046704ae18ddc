package io.realtimegateway.protocol.packet;

/// In whose name a command comes. The wire number is the ordinal plus 1.
public enum Authority {
  /// A user: must be a member, and the author or the owner where the command asks for that.
  USER,
  /// The application's own backend, through the server API: passes membership and authorship
  /// checks.
  APPLICATION
}
