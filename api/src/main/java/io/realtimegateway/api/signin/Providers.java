package io.realtimegateway.api.signin;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.oidc.OpenIdProvider;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The identity providers that are configured, the default one first.
public final class Providers {
  private final List<OpenIdProvider> providers;

  public Providers(SignInSettings settings, InstantSource clock) {
    this.providers =
        settings.providers().stream()
            .map(
                provider ->
                    new OpenIdProvider(
                        provider, settings.clockSkew(), settings.providerTimeout(), clock))
            .toList();
  }

  List<OpenIdProvider> all() {
    return providers;
  }

  boolean isDefault(OpenIdProvider provider) {
    return provider.equals(providers.getFirst());
  }

  /// The provider with this name, or without a name the default one.
  ///
  /// @throws Refusal `NotFoundRequest`
  OpenIdProvider named(@Nullable String name) {
    return providers.stream()
        .filter(provider -> name == null || provider.settings().name().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("identity provider"));
  }
}
