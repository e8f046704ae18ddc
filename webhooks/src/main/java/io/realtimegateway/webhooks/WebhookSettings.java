package io.realtimegateway.webhooks;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Webhooks: calls to the application's own backend.
///
/// @param allowPrivateAddresses whether endpoints may be on loopback and private addresses
/// @param timeout for connecting and the response together, 1s..2m
/// @param giveUpAfter an endpoint that fails for this long is disabled, 1s..30d
/// @param trust certificates in PEM that are trusted beside the JVM's
public record WebhookSettings(
    boolean allowPrivateAddresses, Duration timeout, Duration giveUpAfter, Optional<Path> trust)
    implements Settings {
  /// How many events are delivered to one endpoint at once.
  static final int PARALLEL = 8;

  /// Back-off after a failure; doubles up to `LONGEST_PAUSE`.
  static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  public WebhookSettings {
    Range.require("webhooks.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(2));
    Range.require(
        "webhooks.give-up-after", giveUpAfter, Duration.ofSeconds(1), Duration.ofDays(30));
  }

  public static WebhookSettings defaults() {
    return new WebhookSettings(false, Duration.ofSeconds(15), Duration.ofDays(3), Optional.empty());
  }
}
