package io.realtimegateway.api.oidc;

import io.realtimegateway.security.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// An OpenID Connect provider that users may sign in with.
///
/// @param name in the configuration, and in the path that the provider sends browsers back to:
///   `/auth/redirect/oauth/{name}/callback`
/// @param displayName on the page, 1 to 50 characters
/// @param issuer whose discovery document is read, https, or http on this machine
/// @param clientID as registered there
/// @param clientSecret empty for a public client
/// @param scopes `openid` among them
/// @param isLinkingByEmail whether an identity that signs in for the first time joins the account
///   of another issuer that has its verified address
public record ProviderSettings(
    String name,
    String displayName,
    URI issuer,
    String clientID,
    Optional<Secret> clientSecret,
    List<String> scopes,
    boolean isLinkingByEmail) {
  /// Google's issuer.
  public static final URI GOOGLE = URI.create("https://accounts.google.com");

  /// What is asked for by default.
  public static final List<String> USUAL_SCOPES = List.of("openid", "email", "profile");

  public ProviderSettings {
    scopes = List.copyOf(scopes);
    String key = "auth.providers." + name;
    require(name.matches("[a-z][a-z0-9]{0,30}"), key, "must be lower-case letters and digits");
    require(
        !displayName.isBlank() && displayName.length() <= 50,
        key + ".display-name",
        "must have 1 to 50 characters");
    require(!clientID.isBlank(), key + ".client-id", "must be given");
    require(scopes.contains("openid"), key + ".scopes", "must have openid among them");
    WebAddress.require(key + ".issuer", issuer);
  }

  /// Google.
  public static ProviderSettings google(String clientID, Secret clientSecret) {
    return new ProviderSettings(
        "google", "Google", GOOGLE, clientID, Optional.of(clientSecret), USUAL_SCOPES, false);
  }

  private static void require(boolean isGood, String key, String words) {
    if (!isGood) {
      throw new IllegalArgumentException(key + " " + words);
    }
  }
}
