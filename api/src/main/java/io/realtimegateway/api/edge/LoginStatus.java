package io.realtimegateway.api.edge;

/// What is known of a login whose token is good.
public enum LoginStatus {
  /// It has not ended.
  LIVE,
  /// It was ended.
  REVOKED,
  /// The database could not be asked since the start.
  UNKNOWN
}
