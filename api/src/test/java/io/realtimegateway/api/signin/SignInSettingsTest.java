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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignInSettingsTest {
  private static final ProviderSettings GOOGLE =
      ProviderSettings.google("client", Secret.ofText("secret"));

  private static AuthSettings frontEnd(String url) {
    AuthSettings usual = AuthSettings.defaults();
    return new AuthSettings(
        usual.devLogin(),
        Optional.of(URI.create(url)),
        usual.clockSkew(),
        usual.providers(),
        usual.application());
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org",
        "https:///chat",
        "https://user@example.org",
        "https://example.org/?a=b",
        "https://example.org/#chat"
      })
  void aFrontEndThatNoBrowserCanBeSentToIsRefusedByItsKey(String url) {
    assertRefused(() -> frontEnd(url), "auth.frontend-url must be such as https://");
    assertThat(frontEnd("https://chat.example.org/app").frontendUrl()).isPresent();
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
