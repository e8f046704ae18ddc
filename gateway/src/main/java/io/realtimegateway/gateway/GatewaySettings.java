package io.realtimegateway.gateway;

import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.gateway.outbound.OutboundLimits;
import io.realtimegateway.model.Range;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The settings of a gateway.
///
/// @param origins of pages that may connect
/// @param upgrades rate of upgrades for each client address
/// @param addresses most client addresses whose rate is kept, 1..10,000,000
/// @param commands rate of a session's commands; beyond it they wait
/// @param commandsOfUser rate of the commands of all sessions of a user in this process, in which a
///   `resume` counts once for each conversation; beyond it they wait
/// @param users most users whose rate is kept, 1..10,000,000
/// @param frames rate of a session's fragments, pings and unsolicited pongs; beyond it nothing is
///   read
/// @param waitingBytes bytes of a session's messages that may wait; from then on it is not read,
///   1..64 MiB
/// @param commandsInFlight most commands of a session that wait for the engine, 1..10,000
/// @param outbound bounds of what waits for a session
/// @param waits how long things may take
/// @param heartbeat when a silent session is pinged, and when it is closed
/// @param reconnectSpread clients whose sessions are closed by a drain reconnect after a random
///   time up to this, 0 s to 1 hour
public record GatewaySettings(
    Origins origins,
    Rate upgrades,
    int addresses,
    Rate commands,
    Rate commandsOfUser,
    int users,
    Rate frames,
    int waitingBytes,
    int commandsInFlight,
    OutboundLimits outbound,
    Waits waits,
    HeartbeatSettings heartbeat,
    Duration reconnectSpread) {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  public GatewaySettings {
    Range.require("gateway.upgrades.addresses", addresses, 1, 10_000_000);
    Range.require("gateway.commands.users", users, 1, 10_000_000);
    Range.require("gateway.commands.waiting", waitingBytes, 1, 64 << 20);
    Range.require("gateway.commands.in-flight", commandsInFlight, 1, 10_000);
    Range.require("gateway.reconnect-spread", reconnectSpread, Duration.ZERO, Duration.ofHours(1));
  }

  /// The figures of the public contract.
  public static GatewaySettings defaults() {
    return new GatewaySettings(
        Origins.of(Set.of(), Optional.empty()),
        Rate.perSecond(20, 100),
        10_000,
        Rate.perSecond(20, 40),
        Rate.perSecond(100, 200),
        100_000,
        Rate.perSecond(1000, 10_000),
        256 * 1024,
        64,
        OutboundLimits.defaults(),
        Waits.defaults(),
        HeartbeatSettings.defaults(),
        Duration.ofSeconds(10));
  }

  /// How long things may take; each 1 ms to 1 hour.
  ///
  /// @param redeem of a ticket at the engine, before the upgrade
  /// @param attach from the upgrade to `hello`
  /// @param answer of a command, its wait for a lost engine included
  /// @param write without progress of a socket that has something to write
  /// @param close for the client's part of the closing handshake
  /// @param engineLost without a link to the user's engine; the session is closed then
  public record Waits(
      Duration redeem,
      Duration attach,
      Duration answer,
      Duration write,
      Duration close,
      Duration engineLost) {
    public Waits {
      Range.require("gateway.wait.redeem", redeem, SHORTEST, Duration.ofHours(1));
      Range.require("gateway.wait.attach", attach, SHORTEST, Duration.ofHours(1));
      Range.require("gateway.wait.answer", answer, SHORTEST, Duration.ofHours(1));
      Range.require("gateway.wait.write", write, SHORTEST, Duration.ofHours(1));
      Range.require("gateway.wait.close", close, SHORTEST, Duration.ofHours(1));
      Range.require("engine.lost-after", engineLost, SHORTEST, Duration.ofHours(1));
    }

    /// 5 s, 10 s, 10 s, 30 s, 5 s, 60 s.
    public static Waits defaults() {
      return new Waits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));
    }
  }
}
