package io.realtimegateway.security;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Login tokens and tickets.
///
/// @param issuer in every token that is issued, and required in every token that is accepted,
///   1..255 characters
/// @param secretFile key of the signatures; without it the key is derived from the link secret
/// @param previousSecretFile key whose tokens are still accepted for a day after `secretFile` was
///   written
/// @param lifetime of a login, 1m..90d
/// @param ticketLifetime 5s..10m
public record TokenSettings(
    String issuer,
    Optional<Path> secretFile,
    Optional<Path> previousSecretFile,
    Duration lifetime,
    Duration ticketLifetime)
    implements Settings {

  public TokenSettings {
    Range.requireText("tokens.issuer", issuer, 255);
    Range.that(
        previousSecretFile.isEmpty() || secretFile.isPresent(),
        "tokens.previous-secret-file",
        "needs tokens.secret-file, the key that replaced it");
    Range.require("tokens.lifetime", lifetime, Duration.ofMinutes(1), Duration.ofDays(90));
    Range.require(
        "tokens.ticket-lifetime", ticketLifetime, Duration.ofSeconds(5), Duration.ofMinutes(10));
  }

  public static TokenSettings defaults() {
    return new TokenSettings(
        "realtime-gateway",
        Optional.empty(),
        Optional.empty(),
        Duration.ofHours(24),
        Duration.ofSeconds(60));
  }
}
