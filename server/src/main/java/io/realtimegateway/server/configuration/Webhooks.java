package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Calls to an application's own backend.
///
/// @param allowPrivateAddresses whether endpoints may be on loopback and private addresses
/// @param timeout for an answer, 1s..2m
/// @param giveUpAfter failing for so long an endpoint is switched off, 1s..30d
/// @param trust certificates in PEM that are trusted beside the JVM's
public record Webhooks(
    boolean allowPrivateAddresses, Duration timeout, Duration giveUpAfter, Optional<Path> trust)
    implements Group {

  public Webhooks {
    Range.require("webhooks.timeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(2));
    Range.require(
        "webhooks.give-up-after", giveUpAfter, Duration.ofSeconds(1), Duration.ofDays(30));
  }

  public static Webhooks defaults() {
    return new Webhooks(false, Duration.ofSeconds(15), Duration.ofDays(3), Optional.empty());
  }
}
