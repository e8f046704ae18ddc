package io.realtimegateway.link;

import java.time.Duration;

/// The deadlines and bounds of links: those that follow from [LinkSettings], and fixed ones.
///
/// @param handshakeTimeout from the start of a connection to its `Welcome`, and for an orderly
///   close
/// @param pingInterval between two pings of one side
/// @param pongTimeout no whole packet for this long after a ping: the link is closed
/// @param reconnectMin first delay before a lost link is reopened, half of it random
/// @param reconnectMax the delay doubles up to this
/// @param outbound bounds of the outbound queue of one link
/// @param requests bounds of the unanswered requests of one loop
/// @param maxHandshakes most connections that have not authenticated; one more closes the oldest of
///   the address that has the most of them
public record LinkLimits(
    Duration handshakeTimeout,
    Duration pingInterval,
    Duration pongTimeout,
    Duration reconnectMin,
    Duration reconnectMax,
    OutboundLimits outbound,
    RequestLimits requests,
    int maxHandshakes) {

  /// Bounds, in bytes, of the packets queued on one link.
  ///
  /// @param lowWater the link is writable again at or below this
  /// @param highWater the link is not writable above this
  /// @param hardLimit the link is closed above this
  public record OutboundLimits(int lowWater, int highWater, int hardLimit) {}

  /// Bounds of the requests that wait for a link or an answer on one loop; over either bound a
  /// request is refused at once.
  ///
  /// @param bytes approximate memory that they hold
  public record RequestLimits(int count, long bytes) {}

  public static LinkLimits of(LinkSettings settings) {
    int hard = (int) settings.outboundLimit().bytes();
    return new LinkLimits(
        Duration.ofSeconds(5),
        settings.heartbeat(),
        settings.timeout().minus(settings.heartbeat()),
        Duration.ofMillis(50),
        Duration.ofSeconds(2),
        new OutboundLimits(Math.min(1 << 20, hard), Math.min(4 << 20, hard), hard),
        new RequestLimits(65_536, 64L << 20),
        1024);
  }
}
