package io.realtimegateway.link;

import io.realtimegateway.model.ByteSize;
import io.realtimegateway.model.HostAndPort;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The binary protocol between gateways or APIs and the engine.
///
/// @param host address on which an engine listens
/// @param port 0..65535, 0 is any free one
/// @param engine address of the engine, for processes without one
/// @param secretFile the shared secret
/// @param heartbeat silence after which a side pings, 100ms..1m
/// @param timeout silence after which a link is closed, at least twice the heartbeat, at most 5m
/// @param outboundLimit queued bytes above which a link is closed, 2MiB..1GiB
public record LinkSettings(
    String host,
    Optional<Integer> port,
    Optional<HostAndPort> engine,
    Optional<Path> secretFile,
    Duration heartbeat,
    Duration timeout,
    ByteSize outboundLimit)
    implements Settings {

  public LinkSettings {
    Range.requireText("link.host", host);
    port.ifPresent(number -> Range.require("link.port", number, 0, 65_535));
    Range.require("link.heartbeat", heartbeat, Duration.ofMillis(100), Duration.ofMinutes(1));
    Range.require("link.timeout", timeout, heartbeat.multipliedBy(2), Duration.ofMinutes(5));
    Range.require(
        "link.outbound-limit", outboundLimit, ByteSize.ofMebibytes(2), ByteSize.ofGibibytes(1));
  }

  public static LinkSettings defaults() {
    return new LinkSettings(
        "127.0.0.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        ByteSize.ofMebibytes(64));
  }
}
