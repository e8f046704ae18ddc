package io.realtimegateway.link.channel;

import io.realtimegateway.link.LinkMetrics;

/// Accepts connections inside this process.
public interface PipeAcceptor {
  /// Makes a connection. Its other end does the handshake on the requested engine loop.
  ///
  /// @param engineLoop 0 or more; taken modulo the number of the engine's loops
  /// @param metrics of the connecting side
  /// @return the end of the connecting side, which is not registered yet
  PipeChannel connect(int engineLoop, LinkMetrics metrics);
}
