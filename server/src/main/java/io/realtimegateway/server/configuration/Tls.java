package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// TLS on the HTTP port; off without a certificate.
///
/// @param certificate chain in PEM
/// @param key private key in PEM
/// @param reloadInterval how often the files are looked at, 1s..1d
public record Tls(Optional<Path> certificate, Optional<Path> key, Duration reloadInterval)
    implements Settings {

  public Tls {
    Range.that(
        certificate.isPresent() == key.isPresent(),
        certificate.isPresent() ? "tls.key" : "tls.certificate",
        "is missing: certificate and key belong together");
    Range.require("tls.reload-interval", reloadInterval, Duration.ofSeconds(1), Duration.ofDays(1));
  }

  public static Tls defaults() {
    return new Tls(Optional.empty(), Optional.empty(), Duration.ofMinutes(1));
  }
}
