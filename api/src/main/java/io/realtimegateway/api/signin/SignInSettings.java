package io.realtimegateway.api.signin;

import io.realtimegateway.api.foreign.IssuerSettings;
import io.realtimegateway.api.oidc.ProviderSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How users sign in.
///
/// @param isDevLoginOn whether users may sign in with any e-mail, without proof
/// @param isCrossSite whether the front end is of another site, so that the cookie must be sent
///   across
/// @param loginLifetime longest life of a login; revocations are kept as long
/// @param frontendUrl where a browser goes after sign-in, with `/chat` added; empty for our own
///   page
/// @param clockSkew how far other issuers' clocks may be from ours
/// @param providerTimeout for one request to a provider
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

  /// No dev login, own site, 24 h, no provider, no application.
  public static SignInSettings defaults() {
    return new SignInSettings(false, false, Duration.ofHours(24));
  }
}
