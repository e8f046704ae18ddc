package io.realtimegateway.link.channel;

import io.realtimegateway.link.LinkMetrics;

/// Accepts connections inside this process.
public interface PipeAcceptor {
  /// Makes a connection. Its other end shakes hands on the engine loop that is asked for.
  ///
  /// @param engineLoop 0 or more; wrapped by the number of the engine's loops
  /// @param metrics of the connecting side
  /// @return the end of the connecting side, which is not registered yet
  PipeChannel connect(int engineLoop, LinkMetrics metrics);
}
