package io.realtimegateway.api.foreign;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.oidc.RemoteKeys;
import io.realtimegateway.api.users.ClaimedProfile;
import io.realtimegateway.api.users.ExternalID;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies tokens of the application's issuer: signature, issuer, audience, `exp`, `nbf` and
/// `iat`. Blocks while keys are fetched. Safe for threads.
final class ForeignTokens {
  private static final int MAX_CHARACTERS = 8192;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final Set<String> REQUIRED = Set.of("iat", "exp");

  private final IssuerSettings settings;
  private final Duration clockSkew;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /// @param timeout for the fetching of keys
  ForeignTokens(
      IssuerSettings settings, Duration clockSkew, Duration timeout, InstantSource clock) {
    this.settings = settings;
    this.clockSkew = clockSkew;
    this.clock = clock;
    JWKSource<SecurityContext> keys =
        switch (settings.keys()) {
          case IssuerKeys.AtUrl at -> RemoteKeys.at(at.url(), timeout);
          case IssuerKeys.Fixed fixed -> new ImmutableJWKSet<>(new JWKSet(fixed.key()));
        };
    processor.setJWSKeySelector(RemoteKeys.selector(keys));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(new Claims());
  }

  /// What a token says; empty for whatever is no good token of this issuer.
  ///
  /// @throws Refusal `ServiceUnavailable` where its keys cannot be fetched
  Optional<ForeignToken> verify(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      // Who is no guest of this issuer makes nobody fetch keys.
      if (!settings.issuer().equals(token.getJWTClaimsSet().getIssuer())) {
        return Optional.empty();
      }
      return read(token, processor.process(token, null));
    } catch (RateLimitReachedException _) {
      // The keys were fetched a moment ago, and the token's was not among them.
      return Optional.empty();
    } catch (KeySourceException away) {
      throw Refusal.unavailable("The keys of the token's issuer could not be fetched.")
          .because(away);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Optional<ForeignToken> read(SignedJWT token, JWTClaimsSet claims) {
    Instant issuedAt = claims.getIssueTime().toInstant();
    String externalID = subject(claims.getClaim(settings.claims().subject()));
    if (!ExternalID.isValid(externalID) || issuedAt.isAfter(clock.instant().plus(clockSkew))) {
      return Optional.empty();
    }
    return Optional.of(
        new ForeignToken(
            externalID,
            loginID(token),
            issuedAt,
            end(claims.getExpirationTime().toInstant()),
            ClaimedProfile.displayName(text(claims, settings.claims().displayName())),
            isUnverified(claims.getClaim("email_verified"))
                ? Optional.empty()
                : ClaimedProfile.email(text(claims, settings.claims().email())),
            ClaimedProfile.displayImage(text(claims, settings.claims().displayImage()))));
  }

  private Instant end(Instant expiresAt) {
    return expiresAt.isBefore(LATEST) ? expiresAt.plus(clockSkew) : LATEST;
  }

  private static String subject(@Nullable Object claim) {
    return switch (claim) {
      case String text -> text;
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case null, default -> "";
    };
  }

  private static @Nullable String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : null;
  }

  private static boolean isUnverified(@Nullable Object claim) {
    return claim != null && !claim.equals(true) && !claim.equals("true");
  }

  /// Not from the signature, of which some algorithms let anybody make another good one.
  private static String loginID(SignedJWT token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getSigningInput());
      return "f." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /// Nimbus's own checks by our clock.
  private final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
    private Claims() {
      super(
          settings.audience(),
          new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
          REQUIRED);
      setMaxClockSkew((int) clockSkew.toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
