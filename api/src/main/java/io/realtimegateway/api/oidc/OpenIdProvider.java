package io.realtimegateway.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.users.ClaimedProfile;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.users.Identity;
import io.realtimegateway.store.users.Profile;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One OpenID Connect provider. Its methods block. Safe for threads.
public final class OpenIdProvider {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIdProvider.class);

  private final ProviderSettings settings;
  private final Duration clockSkew;
  private final Discovery discovery;
  private final TokenEndpoint endpoint;

  /// @param clockSkew how far the provider's clock may be from ours
  /// @param timeout for one request to it
  public OpenIdProvider(
      ProviderSettings settings, Duration clockSkew, Duration timeout, InstantSource clock) {
    this.settings = settings;
    this.clockSkew = clockSkew;
    this.discovery = new Discovery(settings.issuer(), timeout, clock);
    this.endpoint = new TokenEndpoint(settings, timeout);
  }

  public ProviderSettings settings() {
    return settings;
  }

  /// A new try.
  public SignInAttempt begin() {
    return SignInAttempt.begin(settings.name());
  }

  /// Where the browser is sent to sign in.
  ///
  /// @param back where the provider sends the browser then, as registered with it
  /// @throws Refusal `BadGateway` where the provider's discovery document cannot be had
  public URI loginUrl(SignInAttempt attempt, URI back) {
    return new AuthenticationRequest.Builder(
            new ResponseType(ResponseType.Value.CODE),
            new Scope(settings.scopes().toArray(String[]::new)),
            new ClientID(settings.clientID()),
            back)
        .endpointURI(discovery.known().metadata().getAuthorizationEndpointURI())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(attempt.codeVerifier(), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /// Whom a code proves.
  ///
  /// @param back the same as when the browser was sent
  /// @throws Refusal `BadRequest` where the provider does not take the code (it is forged, used or
  ///   too old), `ServiceUnavailable` where it says that it will later, `BadGateway` where it
  ///   cannot be reached or its ID token fails its checks
  public Person prove(String code, SignInAttempt attempt, URI back) {
    Discovery.Known known = discovery.known();
    OIDCTokens tokens = endpoint.redeem(known.metadata(), code, attempt, back);
    IDTokenClaimsSet proven = verified(known, tokens, attempt);
    ClaimsSet claims = proven;
    if (proven.getStringClaim("email") == null) {
      claims =
          endpoint
              .userInfo(known.metadata(), tokens, proven.getSubject())
              .map(ClaimsSet.class::cast)
              .orElse(proven);
    }
    return person(proven, claims);
  }

  private IDTokenClaimsSet verified(
      Discovery.Known known, OIDCTokens tokens, SignInAttempt attempt) {
    IDTokenValidator validator =
        new IDTokenValidator(
            new Issuer(settings.issuer()),
            new ClientID(settings.clientID()),
            known.keys().selector(),
            null);
    validator.setMaxClockSkew((int) clockSkew.toSeconds());
    try {
      IDTokenClaimsSet claims = validator.validate(tokens.getIDToken(), new Nonce(attempt.nonce()));
      requireMadeForUs(claims);
      return claims;
    } catch (BadJOSEException | JOSEException failed) {
      LOG.warn("an ID token of {} fails its checks: {}", settings.name(), failed.getMessage());
      throw Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider's answer fails its checks.")
          .inner("id_token")
          .because(failed);
    }
  }

  /// OpenID Connect Core 3.1.3.7, 4 and 5: of several audiences one is the client that the token
  /// was made for, and that must be this one.
  private void requireMadeForUs(IDTokenClaimsSet claims) throws BadJWTException {
    AuthorizedParty party = claims.getAuthorizedParty();
    boolean isOurs =
        party == null
            ? claims.getAudience().size() == 1
            : party.getValue().equals(settings.clientID());
    if (!isOurs) {
      throw new BadJWTException("the authorized party is another client");
    }
  }

  private Person person(IDTokenClaimsSet proven, ClaimsSet claims) {
    String email =
        ClaimedProfile.email(claims.getStringClaim("email"))
            .orElseThrow(() -> refused("email_missing", "names no e-mail"));
    Object verified = claims.getClaim("email_verified");
    if (verified == null) {
      throw refused(
          "email_unverified",
          "does not say whether it has verified the e-mail (claim email_verified), so that no user"
              + " can sign in through it; docs/deployment.md says what the operator can do");
    }
    if (!isTrue(verified)) {
      throw refused("email_unverified", "has not verified the e-mail: verify it there first");
    }
    String name =
        Stream.of("name", "preferred_username", "nickname")
            .map(claims::getStringClaim)
            .filter(Objects::nonNull)
            .flatMap(claimed -> ClaimedProfile.displayName(claimed).stream())
            .findFirst()
            .orElseGet(() -> email.substring(0, email.indexOf('@')));
    Optional<String> picture = ClaimedProfile.displayImage(claims.getStringClaim("picture"));
    return new Person(
        new Identity(settings.issuer().toString(), proven.getSubject().getValue()),
        new Profile(name, email, picture.orElse(null)));
  }

  /// Some providers write a boolean as text.
  private static boolean isTrue(Object claim) {
    return Boolean.TRUE.equals(claim) || "true".equals(claim);
  }

  private Refusal refused(String finer, String words) {
    LOG.warn("{} {} of a user who signs in", settings.name(), words);
    return Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider " + words + ".").inner(finer);
  }
}
