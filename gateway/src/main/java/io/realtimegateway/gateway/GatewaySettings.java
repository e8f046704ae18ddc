package io.realtimegateway.gateway;

import io.realtimegateway.model.ByteSize;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.time.Duration;

/// The WebSocket edge.
///
/// @param requestWait how long a command waits for the engine before it is refused, 100ms..5m
/// @param waitingCommands bytes of a session's commands that wait for their turn, from which on it
///   is not read, 64KiB..16MiB
/// @param outboundLow waiting bytes of a session below which a lagging one is served again
/// @param outboundHigh waiting bytes above which a session gets no more events, at most 16MiB
/// @param writeDeadline without progress for so long a session is closed, 1s..10m
public record GatewaySettings(
    Duration requestWait,
    ByteSize waitingCommands,
    ByteSize outboundLow,
    ByteSize outboundHigh,
    Duration writeDeadline)
    implements Settings {

  public GatewaySettings {
    Range.require(
        "gateway.request-wait", requestWait, Duration.ofMillis(100), Duration.ofMinutes(5));
    Range.require(
        "gateway.waiting-commands",
        waitingCommands,
        ByteSize.ofKibibytes(64),
        ByteSize.ofMebibytes(16));
    Range.require(
        "gateway.outbound-high", outboundHigh, ByteSize.ofKibibytes(64), ByteSize.ofMebibytes(16));
    Range.require("gateway.outbound-low", outboundLow, ByteSize.ofKibibytes(1), outboundHigh);
    Range.require(
        "gateway.write-deadline", writeDeadline, Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  public static GatewaySettings defaults() {
    return new GatewaySettings(
        Duration.ofSeconds(10),
        ByteSize.ofKibibytes(256),
        ByteSize.ofKibibytes(64),
        ByteSize.ofKibibytes(256),
        Duration.ofSeconds(30));
  }
}
