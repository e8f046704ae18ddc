package io.realtimegateway.api.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.TokenRequest;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.security.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/// An OpenID Connect provider on a real port of this machine. It lets everybody in whom the test
/// names.
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT_ID = "the-client";

  private static final String ISSUER = "people";

  private static final RSAKey STRAY = newKey("stray");

  private final Keys keys = new Keys();
  private final ProviderPort port = new ProviderPort();
  private final MockOAuth2Server server =
      new MockOAuth2Server(
          new OAuth2Config(
              false, null, null, false, new OAuth2TokenProvider(keys), Set.of(), port));

  private TestProvider() {}

  public static TestProvider start() {
    TestProvider provider = new TestProvider();
    provider.server.start(InetAddress.getLoopbackAddress(), 0);
    return provider;
  }

  /// The key that it signs with and publishes.
  private static final class Keys extends KeyProvider {
    private volatile RSAKey published = newKey("first");
    private volatile RSAKey signing = published;

    private Keys() {
      super(List.of(), JWSAlgorithm.RS256.getName());
    }

    @Override
    public JWK signingKey(String issuer) {
      return signing;
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) {
      return selector.select(new JWKSet(signing));
    }
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// From now on signs with a new key, and publishes it.
  public void rotateKey(String id) {
    keys.published = newKey(id);
    keys.signing = keys.published;
  }

  /// From now on signs with another key under the published one's name; only for those who have
  /// fetched the keys before.
  public void forgeKey() {
    keys.signing = newKey(keys.published.getKeyID());
  }

  /// Ends `forgeKey`.
  public void useTrueKey() {
    keys.signing = keys.published;
  }

  /// A token as it would be, but for a key that nobody has published.
  public String strayToken(String keyID) {
    try {
      SignedJWT like = SignedJWT.parse(token("ada", "chat", Map.of(), 300));
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyID).build(),
              like.getJWTClaimsSet());
      token.sign(new RSASSASigner(STRAY));
      return token.serialize();
    } catch (JOSEException | ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// How often its keys were fetched.
  public int keyFetches() {
    return port.keyFetches();
  }

  public URI issuer() {
    return server.issuerUrl(ISSUER).uri();
  }

  public URI jwksUrl() {
    return server.jwksUrl(ISSUER).uri();
  }

  /// What the API must know of it.
  public ProviderSettings settings(String name, String displayName) {
    return new ProviderSettings(
        name,
        displayName,
        issuer(),
        CLIENT_ID,
        Optional.of(Secret.ofText("the secret of the client")),
        ProviderSettings.USUAL_SCOPES,
        false);
  }

  /// Whom the next redeemed code proves.
  public void next(String subject, Map<String, Object> claims) {
    next(subject, 300, () -> claims);
  }

  /// Whom the next redeemed code proves, and for how many seconds.
  ///
  /// @param claims asked first for the ID token, then for the access token
  public void next(String subject, long lifetime, Supplier<Map<String, Object>> claims) {
    server.enqueueCallback(
        new DefaultOAuth2TokenCallback(
            ISSUER, subject, "JWT", List.of(CLIENT_ID), Map.of(), lifetime) {
          @Override
          public Map<String, Object> addClaims(TokenRequest request) {
            return claims.get();
          }
        });
  }

  /// A token as an application's backend would hand it out.
  public String token(String subject, String audience, Map<String, Object> claims, long lifetime) {
    return server.issueToken(ISSUER, subject, audience, claims, lifetime).serialize();
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
