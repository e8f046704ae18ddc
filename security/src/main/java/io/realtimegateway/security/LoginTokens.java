package io.realtimegateway.security;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The tokens that a user signs in with: HS256 JWTs with issuer, `sub` = user id, `jti` = login id,
/// `iat` and `exp`. A good token may still be revoked; that is asked elsewhere. Safe for threads.
public final class LoginTokens {
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
    Login login = new Login(userID, tokens.newID(), now, now.plus(settings.lifetime()));
    String token =
        tokens.sign(tokens.claims(login.loginID(), userID, now, login.expiresAt()).build());
    return new Issued(login, token);
  }

  /// The login that a token proves; empty for whatever is no unexpired token of ours.
  public Optional<Login> verify(String token) {
    return tokens
        .verify(token)
        .map(good -> new Login(good.userID(), good.id(), good.issuedAt(), good.expiresAt()));
  }
}
