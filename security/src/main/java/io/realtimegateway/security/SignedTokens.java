package io.realtimegateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// JWTs of one kind, signed with HS256. The kind is in the header (`typ`) and is the audience, so
/// that a token of one kind is never accepted as another. A key's id is derived from the key, so
/// that all processes with the same secrets agree on it. Thread-safe.
final class SignedTokens {
  private static final int MAX_CHARACTERS = 4096;
  private static final int MAX_ID_CHARACTERS = 64;
  private static final long MAX_USER_ID = (1L << 53) - 1;

  private final String issuer;
  private final JOSEObjectType type;
  private final InstantSource clock;
  private final SecureRandom random;
  private final MACSigner signer;
  private final JWSHeader header;
  private final Map<String, Key> keys = new HashMap<>();

  private record Key(MACVerifier verifier, Instant acceptedUntil) {}

  SignedTokens(
      String issuer, String kind, TokenKeys secrets, InstantSource clock, SecureRandom random) {
    this.issuer = issuer;
    this.type = new JOSEObjectType(kind);
    this.clock = clock;
    this.random = random;
    try {
      signer = new MACSigner(secrets.current().key());
      for (TokenKeys.Previous previous : secrets.previous()) {
        keys.put(
            idOf(previous.secret()),
            new Key(new MACVerifier(previous.secret().key()), previous.acceptedUntil()));
      }
      String id = idOf(secrets.current());
      keys.put(id, new Key(new MACVerifier(secrets.current().key()), Instant.MAX));
      header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(type).keyID(id).build();
    } catch (JOSEException e) {
      throw new IllegalStateException("a key of 32 bytes is enough for HS256", e);
    }
  }

  /// Now, in whole milliseconds.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// 128 random bits as 22 characters.
  String newID() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /// Claims that every token has; the caller adds its own.
  JWTClaimsSet.Builder claims(String id, long userID, Instant issuedAt, Instant expiresAt) {
    if (userID < 1 || userID > MAX_USER_ID) {
      throw new IllegalArgumentException("userID must be 1.." + MAX_USER_ID);
    }
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(type.getType())
        .subject(Long.toString(userID))
        .jwtID(id)
        .issueTime(Date.from(issuedAt))
        .expirationTime(Date.from(expiresAt));
  }

  String sign(JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("signing with HS256 cannot fail", e);
    }
  }

  /// What a text proves.
  sealed interface Verdict {
    /// It is a token of this kind, signed with a key of ours and not expired.
    record Good(Claims claims) implements Verdict {}

    /// It is none.
    ///
    /// @param isOurKind whether its header says this kind
    record Bad(TokenFault fault, boolean isOurKind) implements Verdict {}
  }

  /// What a text says, if it is a token of this kind, signed with a key of ours and not expired.
  Optional<Claims> verify(String text) {
    return switch (judge(text)) {
      case Verdict.Good good -> Optional.of(good.claims());
      case Verdict.Bad _ -> Optional.empty();
    };
  }

  /// What a text says, or why it is refused.
  Verdict judge(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return new Verdict.Bad(TokenFault.FORM, false);
    }
    boolean isOurKind = false;
    try {
      SignedJWT token = SignedJWT.parse(text);
      isOurKind = type.equals(token.getHeader().getType());
      TokenFault fault = faultOfSignature(token);
      return fault == null ? checked(token.getJWTClaimsSet()) : new Verdict.Bad(fault, isOurKind);
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return new Verdict.Bad(TokenFault.FORM, isOurKind);
    }
  }

  private @Nullable TokenFault faultOfSignature(SignedJWT token) throws JOSEException {
    JWSHeader shown = token.getHeader();
    if (!type.equals(shown.getType())) {
      return TokenFault.ISSUER;
    }
    String id = shown.getKeyID();
    Key key = id == null ? null : keys.get(id);
    if (key == null
        || !JWSAlgorithm.HS256.equals(shown.getAlgorithm())
        || !clock.instant().isBefore(key.acceptedUntil)) {
      return TokenFault.KEY;
    }
    return token.verify(key.verifier) ? null : TokenFault.SIGNATURE;
  }

  private Verdict checked(JWTClaimsSet claims) throws ParseException {
    String id = claims.getJWTID();
    Date issuedAt = claims.getIssueTime();
    Date expiresAt = claims.getExpirationTime();
    if (!issuer.equals(claims.getIssuer())) {
      return new Verdict.Bad(TokenFault.ISSUER, true);
    }
    if (!claims.getAudience().contains(type.getType())) {
      return new Verdict.Bad(TokenFault.AUDIENCE, true);
    }
    if (!isID(id) || issuedAt == null || expiresAt == null) {
      return new Verdict.Bad(TokenFault.CLAIMS, true);
    }
    if (!clock.instant().isBefore(expiresAt.toInstant())) {
      return new Verdict.Bad(TokenFault.EXPIRY, true);
    }
    long userID = userID(claims.getSubject());
    return new Verdict.Good(
        new Claims(userID, id, issuedAt.toInstant(), expiresAt.toInstant(), claims));
  }

  /// A token that was found good.
  record Claims(long userID, String id, Instant issuedAt, Instant expiresAt, JWTClaimsSet others) {
    Optional<String> id(String claim) throws ParseException {
      String value = others.getStringClaim(claim);
      return isID(value) ? Optional.of(value) : Optional.empty();
    }

    Optional<Long> natural(String claim) throws ParseException {
      Long value = others.getLongClaim(claim);
      return value == null || value < 0 ? Optional.empty() : Optional.of(value);
    }
  }

  private static boolean isID(@Nullable String text) {
    return text != null && !text.isBlank() && text.length() <= MAX_ID_CHARACTERS;
  }

  private static long userID(@Nullable String subject) throws ParseException {
    long value = subject == null ? 0 : Long.parseLong(subject);
    if (value < 1 || value > MAX_USER_ID) {
      throw new ParseException("sub is no user id", 0);
    }
    return value;
  }

  private static String idOf(Secret secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("rtg1-key-id".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(secret.bytes()), 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
