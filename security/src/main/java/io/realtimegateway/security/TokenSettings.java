package io.realtimegateway.security;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// How tokens and tickets are made.
///
/// @param issuer `iss` of both, 1..255 characters; tokens of another issuer are refused
/// @param lifetime of a login's token, 1 minute to 365 days
/// @param ticketLifetime of a ticket, 1 second to 1 hour
public record TokenSettings(String issuer, Duration lifetime, Duration ticketLifetime) {
  public TokenSettings {
    Range.requireText("tokens.issuer", issuer, 255);
    Range.require("tokens.lifetime", lifetime, Duration.ofMinutes(1), Duration.ofDays(365));
    Range.require(
        "tokens.ticket-lifetime", ticketLifetime, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  /// Issuer `realtime-gateway`, 24 hours, 60 seconds.
  public static TokenSettings defaults() {
    return new TokenSettings("realtime-gateway", Duration.ofHours(24), Duration.ofSeconds(60));
  }
}
