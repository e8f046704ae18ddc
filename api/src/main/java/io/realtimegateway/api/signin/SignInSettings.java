package io.realtimegateway.api.signin;

import io.realtimegateway.api.foreign.IssuerSettings;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.model.Range;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How users sign in.
///
/// @param isDevLoginOn whether anybody may sign in with any e-mail
/// @param isCrossSite whether the front end is of another site, so that the cookie must be sent
///   across
/// @param loginLifetime longest life of a login, 1 minute to 365 days; revocations are kept as long
/// @param frontendUrl where a browser goes after sign-in, with `/chat` added; empty for our own
///   page
/// @param clockSkew how far other issuers' clocks may be from ours, 0 s to 10 min
/// @param providerTimeout for one request to a provider, 100 ms to 30 s
/// @param providers the first is the one of `/auth/login` without a name, each name once
/// @param application whose own tokens are accepted too
public record SignInSettings(
    boolean isDevLoginOn,
    boolean isCrossSite,
    Duration loginLifetime,
    Optional<URI> frontendUrl,
    Duration clockSkew,
    Duration providerTimeout,
    List<ProviderSettings> providers,
    Optional<IssuerSettings> application) {
  private static final Duration USUAL_CLOCK_SKEW = Duration.ofSeconds(60);
  private static final Duration USUAL_PROVIDER_TIMEOUT = Duration.ofSeconds(5);

  public SignInSettings {
    providers = List.copyOf(providers);
    Range.require("tokens.lifetime", loginLifetime, Duration.ofMinutes(1), Duration.ofDays(365));
    Range.require("auth.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(10));
    Range.require(
        "auth.provider-timeout", providerTimeout, Duration.ofMillis(100), Duration.ofSeconds(30));
    frontendUrl.ifPresent(SignInSettings::requireWeb);
    if (providers.stream().map(ProviderSettings::name).distinct().count() != providers.size()) {
      throw new IllegalArgumentException("auth.providers must have each name once");
    }
  }

  /// Without providers and without an application's tokens.
  public SignInSettings(boolean isDevLoginOn, boolean isCrossSite, Duration loginLifetime) {
    this(
        isDevLoginOn,
        isCrossSite,
        loginLifetime,
        Optional.empty(),
        USUAL_CLOCK_SKEW,
        USUAL_PROVIDER_TIMEOUT,
        List.of(),
        Optional.empty());
  }

  /// No dev login, own site, 24 h, nobody else.
  public static SignInSettings defaults() {
    return new SignInSettings(false, false, Duration.ofHours(24));
  }

  private static void requireWeb(URI url) {
    boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!isWeb
        || url.getHost() == null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "auth.frontend-url must be such as https://chat.example.com");
    }
  }
}
