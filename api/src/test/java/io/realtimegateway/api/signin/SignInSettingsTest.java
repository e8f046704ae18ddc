package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.api.foreign.ClaimNames;
import io.realtimegateway.api.foreign.IssuerKeys;
import io.realtimegateway.api.foreign.IssuerSettings;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.security.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SignInSettingsTest {
  private static final ProviderSettings GOOGLE =
      ProviderSettings.google("client", Secret.ofText("secret"));

  private static SignInSettings with(Duration skew, Duration timeout, String frontend) {
    return new SignInSettings(
        false,
        false,
        Duration.ofHours(24),
        Optional.of(URI.create(frontend)),
        skew,
        timeout,
        List.of(GOOGLE),
        Optional.empty());
  }

  private static ProviderSettings provider(String name, String issuer, List<String> scopes) {
    return new ProviderSettings(
        name, "Name", URI.create(issuer), "client", Optional.empty(), scopes, false);
  }

  private static void assertRefused(ThrowingCallable made, String words) {
    assertThatThrownBy(made)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(words);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByItsKey() {
    Duration skew = Duration.ofSeconds(60);
    Duration timeout = Duration.ofSeconds(5);
    String frontend = "https://chat.example.org/app";

    assertThat(with(skew, timeout, frontend).providers()).containsExactly(GOOGLE);
    assertRefused(
        () -> with(Duration.ofMinutes(11), timeout, frontend), "auth.clock-skew must be 0s..10m");
    assertRefused(
        () -> with(skew, Duration.ofSeconds(31), frontend),
        "auth.provider-timeout must be 100ms..30s");
    assertRefused(() -> with(skew, timeout, "ftp://example.org"), "auth.frontend-url ");
    assertRefused(() -> with(skew, timeout, "https://example.org/?a=b"), "auth.frontend-url ");
    assertRefused(
        () -> new SignInSettings(false, false, Duration.ofDays(366)),
        "tokens.lifetime must be 1m..365d");
  }

  @Test
  void providersAreNamedOnceAndReachedOverTls() {
    List<String> scopes = ProviderSettings.USUAL_SCOPES;

    assertRefused(
        () -> provider("Big", "https://example.org", scopes), "auth.providers.Big must be");
    assertRefused(
        () -> provider("a", "http://example.org", scopes), "auth.providers.a.issuer must be");
    assertRefused(
        () -> provider("a", "https://example.org", List.of("email")), "auth.providers.a.scopes");
    assertRefused(
        () ->
            new SignInSettings(
                false,
                false,
                Duration.ofHours(24),
                Optional.empty(),
                Duration.ZERO,
                Duration.ofSeconds(1),
                List.of(GOOGLE, GOOGLE),
                Optional.empty()),
        "auth.providers must have each name once");
  }

  @Test
  void anApplicationIsNamedWhole() {
    IssuerKeys keys = new IssuerKeys.AtUrl(URI.create("https://app.example.org/jwks"));

    assertRefused(
        () -> new IssuerSettings(" ", keys, "chat", ClaimNames.defaults()),
        "auth.application.issuer ");
    assertRefused(
        () -> new IssuerSettings("app", keys, "", ClaimNames.defaults()),
        "auth.application.audience ");
    assertRefused(() -> new ClaimNames("", "a", "b", "c"), "auth.application.claims.subject ");
  }

  @Test
  void noSecretStandsInTheTextOfTheSettings() {
    assertThat(GOOGLE.toString()).doesNotContain("Secret[secret");
  }
}
