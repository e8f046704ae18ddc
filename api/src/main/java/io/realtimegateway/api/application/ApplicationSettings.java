package io.realtimegateway.api.application;

import io.realtimegateway.edge.rate.Rate;
import java.time.Duration;

/// The API for the application's own backend.
///
/// @param name display name of the user under which the application itself writes
/// @param perKey requests of an API key
/// @param allowPrivateAddresses whether webhooks may go to loopback and private addresses
public record ApplicationSettings(String name, Rate perKey, boolean allowPrivateAddresses) {
  /// `Application`, and 1,000 requests a second.
  public static ApplicationSettings defaults() {
    return new ApplicationSettings(
        "Application", new Rate(1000, Duration.ofSeconds(1), 2000), false);
  }
}
