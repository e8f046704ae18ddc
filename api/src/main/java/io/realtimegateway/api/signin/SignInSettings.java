package io.realtimegateway.api.signin;

import java.time.Duration;

/// How users sign in.
///
/// @param isDevLoginOn whether anybody may sign in with any e-mail
/// @param isCrossSite whether the front end is of another site, so that the cookie must be sent
///   across
/// @param loginLifetime longest life of a login, 1 minute to 365 days; revocations are kept as long
public record SignInSettings(boolean isDevLoginOn, boolean isCrossSite, Duration loginLifetime) {
  public SignInSettings {
    if (loginLifetime.compareTo(Duration.ofMinutes(1)) < 0
        || loginLifetime.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException("tokens.lifetime must be 1m to 365d");
    }
  }

  /// No dev login, own site, 24 h.
  public static SignInSettings defaults() {
    return new SignInSettings(false, false, Duration.ofHours(24));
  }
}
