package io.realtimegateway.link;

/// Why a link ended.
public enum LinkClosed {
  /// Closed on purpose by this side.
  LOCAL,
  /// The other side or the network closed the connection.
  REMOTE,
  /// No pong in time.
  SILENT,
  /// Wrong magic, unknown opcode, bad length or an invalid field.
  MALFORMED,
  /// Wrong secret, replayed or unexpected handshake, another major version.
  REFUSED,
  /// The handshake took too long.
  HANDSHAKE_TIMEOUT,
  /// The outbound queue passed its hard limit: the other side reads too slowly.
  OVERFLOW,
  /// The same node and loop opened a newer link.
  REPLACED
}
