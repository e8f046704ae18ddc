package io.realtimegateway.gateway.session;

import java.time.Duration;

/// The loop that a session lives on, as the session sees it.
public interface SessionHost {
  /// The session has ended. Its TCP connection may outlive it briefly.
  ///
  /// @param status of the WebSocket close, see `CloseStatus`
  void sessionEnded(long handle, long userID, int status);

  /// The connection of an ended session is closed.
  void connectionClosed();

  /// The longest time after which a client that is sent away may reconnect.
  Duration reconnectSpread();
}
