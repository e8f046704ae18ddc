package io.realtimegateway.link;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How links are kept.
///
/// @param handshakeTimeout from the start of a connection to its `Welcome`, and for an orderly
///   close; 10 ms to 1 minute
/// @param pingInterval between two pings of one side, 10 ms to 5 minutes
/// @param pongTimeout no whole packet for this long after a ping: the link is closed; 10 ms to 5
///   minutes
/// @param reconnectMin first delay before a lost link is opened again, half of it random; 1 ms to 1
///   minute
/// @param reconnectMax the delay doubles up to this; reconnectMin to 10 minutes
/// @param outbound bounds of what waits to be sent on one link
/// @param requests bounds of what waits for an answer on one loop
/// @param maxHandshakes connections that have not authenticated; one more closes the oldest of the
///   address that has the most of them; 1 to 65,535
public record LinkSettings(
    Duration handshakeTimeout,
    Duration pingInterval,
    Duration pongTimeout,
    Duration reconnectMin,
    Duration reconnectMax,
    OutboundLimits outbound,
    RequestLimits requests,
    int maxHandshakes) {
  public LinkSettings {
    Duration tick = Duration.ofMillis(10);
    Range.require("link.handshake-timeout", handshakeTimeout, tick, Duration.ofMinutes(1));
    Range.require("link.ping-interval", pingInterval, tick, Duration.ofMinutes(5));
    Range.require("link.pong-timeout", pongTimeout, tick, Duration.ofMinutes(5));
    Range.require("link.reconnect-min", reconnectMin, Duration.ofMillis(1), Duration.ofMinutes(1));
    Range.require("link.reconnect-max", reconnectMax, reconnectMin, Duration.ofMinutes(10));
    Range.require("link.max-handshakes", maxHandshakes, 1, 65_535);
  }

  /// Bytes that wait to be sent on one link.
  ///
  /// @param lowWater the link is writable again at or below this; 1 KiB to highWater
  /// @param highWater the link is not writable above this; lowWater to hardLimit
  /// @param hardLimit the link is closed above this; highWater to 1 GiB, and at least 2 MiB
  public record OutboundLimits(int lowWater, int highWater, int hardLimit) {
    public OutboundLimits {
      Range.require("link.outbound.low-water", lowWater, 1024, highWater);
      Range.require("link.outbound.high-water", highWater, lowWater, hardLimit);
      Range.require("link.outbound.hard-limit", hardLimit, 2 << 20, 1 << 30);
    }
  }

  /// Requests that wait for a link or an answer on one loop; over either bound a request is refused
  /// at once.
  ///
  /// @param count 1 to 10,000,000
  /// @param bytes about what they hold in memory, 64 KiB to 4 GiB
  public record RequestLimits(int count, long bytes) {
    public RequestLimits {
      Range.require("link.requests.count", count, 1, 10_000_000);
      Range.require("link.requests.bytes", bytes, 64 << 10, 4L << 30);
    }
  }

  /// 5 s, 5 s, 10 s, 50 ms, 2 s, 1 MiB / 4 MiB / 64 MiB, 65,536 requests of 64 MiB, 1,024
  /// handshakes.
  public static LinkSettings defaults() {
    return new LinkSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofMillis(50),
        Duration.ofSeconds(2),
        new OutboundLimits(1 << 20, 4 << 20, 64 << 20),
        new RequestLimits(65_536, 64L << 20),
        1024);
  }
}
