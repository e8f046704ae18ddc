package io.realtimegateway.security;

import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The tokens that a user signs in with: HS256 JWTs with issuer, `sub` = user id, `jti` = login id,
/// `iat` and `exp`, and the milliseconds of `iat` in a claim of their own, so that a login that
/// begins in the same second in which all logins were ended still counts. Revocations are checked
/// by the API and the engine, not here. Thread-safe.
public final class LoginTokens {
  private static final String ISSUED_AT_MILLIS = "iatms";

  private final TokenSettings settings;
  private final SignedTokens tokens;

  public LoginTokens(
      TokenSettings settings, TokenKeys keys, InstantSource clock, SecureRandom random) {
    this.settings = settings;
    this.tokens = new SignedTokens(settings.issuer(), "login+jwt", keys, clock, random);
  }

  /// A login and the token that proves it.
  public record Issued(Login login, String token) {
    @Override
    public String toString() {
      return "Issued[login=" + login + "]";
    }
  }

  /// A new login of a user.
  ///
  /// @param userID 1..2^53-1
  public Issued issue(long userID) {
    Instant now = tokens.now();
    Instant end = now.truncatedTo(ChronoUnit.SECONDS).plus(settings.lifetime());
    Login login = new Login(userID, tokens.newID(), now, end);
    String token =
        tokens.sign(
            tokens
                .claims(login.loginID(), userID, now, end)
                .claim(ISSUED_AT_MILLIS, now.toEpochMilli())
                .build());
    return new Issued(login, token);
  }

  /// The login that a token proves, or why it proves none.
  public LoginProof prove(String token) {
    return switch (tokens.judge(token)) {
      case SignedTokens.Verdict.Good good ->
          read(good.claims())
              .<LoginProof>map(LoginProof.Good::new)
              .orElseGet(() -> new LoginProof.Bad(TokenFault.CLAIMS, true));
      case SignedTokens.Verdict.Bad bad -> new LoginProof.Bad(bad.fault(), bad.isOurKind());
    };
  }

  /// The login that a token proves; empty if the text is not an unexpired token of this server.
  public Optional<Login> verify(String token) {
    return tokens.verify(token).flatMap(LoginTokens::read);
  }

  /// Tokens of earlier versions have whole seconds only.
  private static Optional<Login> read(SignedTokens.Claims good) {
    try {
      Instant issuedAt =
          good.natural(ISSUED_AT_MILLIS).map(Instant::ofEpochMilli).orElse(good.issuedAt());
      return Optional.of(new Login(good.userID(), good.id(), issuedAt, good.expiresAt()));
    } catch (ParseException _) {
      return Optional.empty();
    }
  }
}
