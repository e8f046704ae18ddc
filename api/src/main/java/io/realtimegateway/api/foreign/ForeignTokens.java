package io.realtimegateway.api.foreign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.oidc.PublishedKeys;
import io.realtimegateway.api.oidc.SigningKeys;
import io.realtimegateway.api.users.ClaimedProfile;
import io.realtimegateway.api.users.ExternalID;
import io.realtimegateway.security.TokenFault;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Verifies tokens of the application's issuer: kind, issuer, signature, `exp`, `nbf`, `iat`,
/// audience and subject, in this order. May block while keys are fetched. Safe for threads.
final class ForeignTokens {
  private static final int MAX_CHARACTERS = 8192;
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  /// An end of all logins is remembered for longer.
  private static final Duration LONGEST_LIFE = Duration.ofDays(365);

  /// Media types of RFC 7519 and RFC 9068, with and without the prefix that may be left out.
  private static final Set<String> KINDS =
      Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final IssuerSettings settings;
  private final Duration clockSkew;
  private final InstantSource clock;
  private final SigningKeys keys;

  /// What became of a token.
  sealed interface Verdict {
    /// It is good.
    record Good(ForeignToken token) implements Verdict {}

    /// It is refused.
    record Bad(TokenFault fault) implements Verdict {}
  }

  /// @param timeout for the fetching of keys
  ForeignTokens(
      IssuerSettings settings, Duration clockSkew, Duration timeout, InstantSource clock) {
    this.settings = settings;
    this.clockSkew = clockSkew;
    this.clock = clock;
    this.keys =
        switch (settings.keys()) {
          case IssuerKeys.AtUrl at -> new PublishedKeys(at.url(), timeout, clock);
          case IssuerKeys.Fixed fixed -> SigningKeys.of(fixed.key());
        };
  }

  /// What a token says, or why it is refused.
  ///
  /// @param mayWait whether it may wait for keys to be fetched
  /// @throws Refusal `ServiceUnavailable` if the keys are not known now
  Verdict verify(String text, boolean mayWait) {
    if (text.length() > MAX_CHARACTERS) {
      return new Verdict.Bad(TokenFault.FORM);
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      TokenFault fault = fault(token, mayWait);
      return fault == null ? read(token) : new Verdict.Bad(fault);
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return new Verdict.Bad(TokenFault.FORM);
    }
  }

  private @Nullable TokenFault fault(SignedJWT token, boolean mayWait)
      throws ParseException, JOSEException {
    JWTClaimsSet claims = token.getJWTClaimsSet();
    if (!isAcceptedKind(token.getHeader().getType())) {
      return TokenFault.FORM;
    }
    // A token of another issuer causes no fetch of keys.
    if (!settings.issuer().equals(claims.getIssuer())) {
      return TokenFault.ISSUER;
    }
    List<JWK> fitting = fitting(token.getHeader(), mayWait);
    if (fitting.isEmpty()) {
      return TokenFault.KEY;
    }
    if (!isSignedWithOne(token, fitting)) {
      return TokenFault.SIGNATURE;
    }
    TokenFault ofTimes = faultOfTimes(claims);
    if (ofTimes != null) {
      return ofTimes;
    }
    return claims.getAudience().contains(settings.audience()) ? null : TokenFault.AUDIENCE;
  }

  private static boolean isAcceptedKind(@Nullable JOSEObjectType kind) {
    return kind == null || KINDS.contains(kind.getType().toLowerCase(Locale.ROOT));
  }

  private List<JWK> fitting(JWSHeader header, boolean mayWait) {
    try {
      return keys.fitting(header, mayWait);
    } catch (KeySourceException away) {
      throw Refusal.unavailable("The keys of the token's issuer could not be fetched. Try again.")
          .because(away);
    }
  }

  private static boolean isSignedWithOne(SignedJWT token, List<JWK> keys) throws JOSEException {
    for (JWK key : keys) {
      JWSVerifier verifier =
          new DefaultJWSVerifierFactory()
              .createJWSVerifier(token.getHeader(), ((AsymmetricJWK) key).toPublicKey());
      if (token.verify(verifier)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable TokenFault faultOfTimes(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    if (end == null) {
      return TokenFault.CLAIMS;
    }
    if (!now.isBefore(latest(end))) {
      return TokenFault.EXPIRY;
    }
    for (Date beginning : new Date[] {claims.getNotBeforeTime(), claims.getIssueTime()}) {
      if (beginning != null && beginning.toInstant().isAfter(now.plus(clockSkew))) {
        return TokenFault.EARLY;
      }
    }
    Date issuedAt = claims.getIssueTime();
    boolean isOld =
        issuedAt != null && issuedAt.toInstant().isBefore(now.minus(LONGEST_LIFE).minus(clockSkew));
    return isOld ? TokenFault.AGE : null;
  }

  private Verdict read(SignedJWT token) throws ParseException {
    JWTClaimsSet claims = token.getJWTClaimsSet();
    String externalID = subject(token.getPayload().toString());
    if (!ExternalID.isValid(externalID)) {
      return new Verdict.Bad(TokenFault.SUBJECT);
    }
    return new Verdict.Good(
        new ForeignToken(
            externalID,
            loginID(token),
            issuedAt(claims),
            latest(claims.getExpirationTime()),
            ClaimedProfile.displayName(text(claims, settings.claims().name())),
            isUnverified(claims.getClaim("email_verified"))
                ? Optional.empty()
                : ClaimedProfile.email(text(claims, settings.claims().email())),
            ClaimedProfile.displayImage(text(claims, settings.claims().picture()))));
  }

  /// A token that does not say when it was issued counts as older than every end of all logins.
  private static Instant issuedAt(JWTClaimsSet claims) {
    Date issuedAt = claims.getIssueTime();
    Instant time = issuedAt == null ? Instant.EPOCH : issuedAt.toInstant();
    return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
  }

  private Instant latest(Date expiresAt) {
    Instant end = expiresAt.toInstant();
    return end.isBefore(LATEST) ? end.plus(clockSkew) : LATEST;
  }

  /// Text, or an integer as it is written: read as a number, two long ones could become one. Empty
  /// for anything else.
  private String subject(String payload) throws ParseException {
    try (JsonParser json = JSON.createParser(payload)) {
      String subject = "";
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isSubject = json.currentName().equals(settings.claims().subject());
        JsonToken value = json.nextToken();
        if (isSubject && (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT)) {
          subject = json.getText();
        }
        json.skipChildren();
      }
      return subject;
    } catch (IOException malformed) {
      throw new ParseException(String.valueOf(malformed.getMessage()), 0);
    }
  }

  private static @Nullable String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : null;
  }

  private static boolean isUnverified(@Nullable Object claim) {
    return claim != null && !claim.equals(true) && !claim.equals("true");
  }

  /// Not of the signature: with some algorithms a second valid signature can be made from one.
  private static String loginID(SignedJWT token) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getSigningInput());
      return "f." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
