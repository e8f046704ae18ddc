package io.realtimegateway.gateway.session;

import io.realtimegateway.gateway.HeartbeatSettings;

/// When a client last sent something, and whether a ping waits for its answer.
final class SilenceWatch {
  private long receivedNanos;
  private long pingedNanos;
  private boolean isPinged;

  /// @param receivedNanos when the silence begins
  SilenceWatch(long receivedNanos) {
    this.receivedNanos = receivedNanos;
  }

  /// Whether a ping waits for an answer; any frame is one.
  boolean isPinged() {
    return isPinged;
  }

  /// The client sent something.
  void received(long nowNanos) {
    receivedNanos = nowNanos;
    isPinged = false;
  }

  /// A ping cannot have reached the client yet: its deadline begins again.
  void postpone(long nowNanos) {
    pingedNanos = nowNanos;
  }

  /// Pings after a silence, and gives the session up if nothing follows.
  ///
  /// @return when to look again
  long look(long nowNanos, HeartbeatSettings heartbeat, Runnable ping, Runnable giveUp) {
    if (isPinged) {
      long deadline = pingedNanos + heartbeat.timeout().toNanos();
      if (nowNanos - deadline >= 0) {
        giveUp.run();
      }
      return deadline;
    }
    long beat = receivedNanos + heartbeat.interval().toNanos();
    if (nowNanos - beat < 0) {
      return beat;
    }
    isPinged = true;
    pingedNanos = nowNanos;
    ping.run();
    return nowNanos + heartbeat.timeout().toNanos();
  }
}
