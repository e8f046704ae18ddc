package io.realtimegateway.server.configuration;

import java.time.Duration;

/// Calls to an application's own backend.
///
/// @param allowPrivateAddresses whether endpoints may be on loopback and private addresses
/// @param timeout for an answer, 1s..2m
/// @param giveUpAfter failing for so long an endpoint is switched off, 1m..30d
public record Webhooks(boolean allowPrivateAddresses, Duration timeout, Duration giveUpAfter)
    implements Group {

  public Webhooks {
    Require.within("webhooks.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(2));
    Require.within(
        "webhooks.give-up-after", giveUpAfter, Duration.ofMinutes(1), Duration.ofDays(30));
  }

  public static Webhooks defaults() {
    return new Webhooks(false, Duration.ofSeconds(15), Duration.ofDays(3));
  }
}
