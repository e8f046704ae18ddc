package io.realtimegateway.webhooks;

import java.time.Duration;

/// How endpoints are told.
///
/// @param allowPrivateAddresses whether they may be on loopback and private addresses
/// @param timeout for connecting and the answer together
/// @param giveUpAfter failing for so long an endpoint is switched off
/// @param firstPause after a failure; doubles up to `longestPause`
public record WebhookSettings(
    boolean allowPrivateAddresses,
    Duration timeout,
    Duration giveUpAfter,
    Duration firstPause,
    Duration longestPause) {

  /// How many events are under way to one endpoint.
  static final int PARALLEL = 8;

  public static WebhookSettings defaults() {
    return new WebhookSettings(
        false,
        Duration.ofSeconds(15),
        Duration.ofDays(3),
        Duration.ofSeconds(1),
        Duration.ofHours(1));
  }
}
