package io.realtimegateway.api.signin;

import io.realtimegateway.api.foreign.ClaimNames;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.SecretText;
import io.realtimegateway.model.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who may sign in, and how.
///
/// @param devLogin whether people may sign in by naming themselves
/// @param frontendUrl where the browser goes after sign-in, `/chat` is added; without it this
///   server's own page
/// @param clockSkew of other issuers' tokens, 0s..10m
/// @param providers OpenID Connect providers by name
/// @param application tokens of an application that has its own users
public record AuthSettings(
    DevLogin devLogin,
    Optional<URI> frontendUrl,
    Duration clockSkew,
    Map<String, Provider> providers,
    Application application)
    implements Settings {

  /// Whether people may sign in by naming themselves.
  public enum DevLogin {
    /// On with the embedded database on loopback, without provider, foreign origin and public
    /// address.
    AUTO,
    ON,
    OFF
  }

  public AuthSettings {
    providers = Collections.unmodifiableMap(new TreeMap<>(providers));
    Range.require("auth.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(10));
    frontendUrl.ifPresent(
        url ->
            Range.that(
                isWeb(url),
                "auth.frontend-url",
                "must be such as https://chat.example.com, is " + url));
    providers.forEach(AuthSettings::requireComplete);
  }

  public static AuthSettings defaults() {
    return new AuthSettings(
        DevLogin.AUTO, Optional.empty(), Duration.ofSeconds(60), Map.of(), Application.defaults());
  }

  private static boolean isWeb(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }

  private static void requireComplete(String name, Provider provider) {
    String prefix = "auth.providers." + name + ".";
    Range.that(
        name.matches("[a-z][a-z0-9]{0,30}"),
        prefix.substring(0, prefix.length() - 1),
        "must be named by lower-case letters and digits");
    Range.that(
        provider.issuer().isPresent() || name.equals("google"),
        prefix + "issuer",
        "must be given; only the provider named google has a default");
    Range.that(!provider.clientId().isBlank(), prefix + "client-id", "must be given");
    Range.that(
        provider.clientSecret().isEmpty() || provider.clientSecretFile().isEmpty(),
        prefix + "client-secret",
        "must not be given beside client-secret-file");
  }

  /// An OpenID Connect provider.
  ///
  /// @param issuer whose discovery document is read; Google's for the name `google`
  /// @param clientId as registered there
  /// @param displayName on the page; the name with a capital letter where not given
  /// @param linkByEmail whether a first sign-in joins another issuer's account with the same
  ///   verified address
  public record Provider(
      Optional<URI> issuer,
      String clientId,
      Optional<SecretText> clientSecret,
      Optional<Path> clientSecretFile,
      Optional<String> displayName,
      List<String> scopes,
      boolean linkByEmail)
      implements Settings {

    public Provider {
      scopes = List.copyOf(scopes);
    }

    public static Provider defaults() {
      return new Provider(
          Optional.empty(),
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of("openid", "email", "profile"),
          false);
    }
  }

  /// Bearer tokens of an application's own issuer.
  ///
  /// @param issuer accepted `iss`; without it such tokens are refused
  /// @param jwksUrl where the issuer's keys are
  /// @param publicKeyFile the issuer's key in PEM, instead of `jwksUrl`
  /// @param audience required `aud`
  public record Application(
      Optional<String> issuer,
      Optional<URI> jwksUrl,
      Optional<Path> publicKeyFile,
      Optional<String> audience,
      ClaimNames claims)
      implements Settings {

    public Application {
      if (issuer.isPresent()) {
        Range.that(
            jwksUrl.isPresent() != publicKeyFile.isPresent(),
            "auth.application.jwks-url",
            "or auth.application.public-key-file must be given, and not both");
        Range.that(
            audience.isPresent(), "auth.application.audience", "must be given with an issuer");
      }
    }

    public static Application defaults() {
      return new Application(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ClaimNames.defaults());
    }
  }
}
