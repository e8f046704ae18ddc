package io.realtimegateway.gateway.engine;

import io.realtimegateway.gateway.session.ClientSession;
import io.realtimegateway.gateway.session.SessionIndex;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Sends the sessions of one loop away, and knows when their connections are closed.
final class SessionDrain {
  /// Clients that are sent away reconnect at this rate or a lower one.
  private static final Duration RECONNECT_INTERVAL = Duration.ofMillis(20);

  private final SessionIndex sessions;
  private final StaggeredCloses closes;
  private final Duration longestSpread;
  private @Nullable CompletableFuture<Void> whenEmpty;
  private int connections;

  /// Sessions that are sent away together: those of the whole process, if known.
  private int leaving = 1;

  /// @param longestSpread of the times after which clients reconnect
  SessionDrain(SessionIndex sessions, StaggeredCloses closes, Duration longestSpread) {
    this.sessions = sessions;
    this.closes = closes;
    this.longestSpread = longestSpread;
  }

  /// Whether the loop takes no new sessions any more.
  boolean isDraining() {
    return whenEmpty != null;
  }

  /// Takes no new sessions and sends the open ones away.
  ///
  /// @param leavingProcess sessions of all loops
  /// @param empty completes when the last connection is closed
  void begin(Duration within, int leavingProcess, CompletableFuture<Void> empty) {
    whenEmpty = empty;
    sendAway(within, leavingProcess);
    completeIfEmpty();
  }

  /// Closes all sessions, spread over a time.
  void sendAway(Duration within) {
    sendAway(within, sessions.size());
  }

  private void sendAway(Duration within, int leavingNow) {
    leaving = Math.max(1, leavingNow);
    closes.begin(sessions.all(), within, ClientSession::sendAway);
  }

  /// Closes all sessions now.
  void closeAll() {
    leaving = Math.max(leaving, sessions.size());
    sessions.all().forEach(ClientSession::closeForReconnect);
  }

  /// The longest time after which a client that is sent away may reconnect: 20 ms for each that
  /// leaves, so that a few are not kept away for long.
  Duration reconnectSpread() {
    Duration enough = RECONNECT_INTERVAL.multipliedBy(leaving);
    return enough.compareTo(longestSpread) < 0 ? enough : longestSpread;
  }

  void connectionOpened() {
    connections++;
  }

  void connectionClosed() {
    connections--;
    completeIfEmpty();
  }

  private void completeIfEmpty() {
    CompletableFuture<Void> empty = whenEmpty;
    if (empty != null && connections == 0) {
      empty.complete(null);
    }
  }
}
