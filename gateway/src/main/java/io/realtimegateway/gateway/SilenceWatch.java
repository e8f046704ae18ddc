package io.realtimegateway.gateway;

/// When something came in last, and whether a ping waits for an answer.
final class SilenceWatch {
  private long heardNanos;
  private long pingedNanos;
  private boolean isPinged;

  /// @param heardNanos from when on the silence is counted
  SilenceWatch(long heardNanos) {
    this.heardNanos = heardNanos;
  }

  /// Whether a ping waits for something to come in.
  boolean isPinged() {
    return isPinged;
  }

  /// Something came in.
  void heard(long nowNanos) {
    heardNanos = nowNanos;
    isPinged = false;
  }

  /// A ping cannot have reached the client yet: its time begins anew.
  void postpone(long nowNanos) {
    pingedNanos = nowNanos;
  }

  /// Pings after a silence, and gives the session up without a pong.
  ///
  /// @return when to look again
  long look(long nowNanos, GatewaySettings.Heartbeat heartbeat, Runnable ping, Runnable giveUp) {
    if (isPinged) {
      long deadline = pingedNanos + heartbeat.pong().toNanos();
      if (nowNanos - deadline >= 0) {
        giveUp.run();
      }
      return deadline;
    }
    long beat = heardNanos + heartbeat.silence().toNanos();
    if (nowNanos - beat < 0) {
      return beat;
    }
    isPinged = true;
    pingedNanos = nowNanos;
    ping.run();
    return nowNanos + heartbeat.pong().toNanos();
  }
}
