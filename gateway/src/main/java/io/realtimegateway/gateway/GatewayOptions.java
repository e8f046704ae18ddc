package io.realtimegateway.gateway;

import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.rate.LimitSettings;
import io.realtimegateway.gateway.outbound.OutboundLimits;
import java.time.Duration;

/// What a gateway takes from several groups of the configuration.
///
/// @param origins of pages that may connect
/// @param engineLost a session is closed after its engine was away for so long
/// @param reconnectSpread clients whose sessions are closed by a drain reconnect after a random
///   time up to this
public record GatewayOptions(
    Origins origins,
    LimitSettings limits,
    GatewaySettings gateway,
    HeartbeatSettings heartbeat,
    Duration engineLost,
    Duration reconnectSpread) {
  private static final int MAX_SIGNALS = 4096;

  /// Bounds of what waits for one session.
  public OutboundLimits outbound() {
    int low = (int) gateway.outboundLow().bytes();
    int most = (int) gateway.outboundHigh().bytes();
    return new OutboundLimits(low, Math.max(low, most / 4), most, MAX_SIGNALS);
  }
}
