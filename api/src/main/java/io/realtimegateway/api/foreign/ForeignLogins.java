package io.realtimegateway.api.foreign;

import io.realtimegateway.api.edge.Authentication;
import io.realtimegateway.api.edge.BearerTokens;
import io.realtimegateway.api.edge.TokenBuckets;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.security.Login;
import io.realtimegateway.security.web.AddressKey;
import io.realtimegateway.store.logins.ForeignLogin;
import io.realtimegateway.store.logins.ForeignLoginRepository;
import io.realtimegateway.store.logins.ForeignLoginResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Logins that tokens of the application's issuer prove. The database is asked when a token is seen
/// for the first time, and again after the life of a login of ours; in between the ends of logins
/// count as for any other. Blocks.
public final class ForeignLogins implements BearerTokens {
  private static final int MOST_REMEMBERED = 100_000;
  private static final int LONGEST_USER_AGENT = 500;

  private final ForeignTokens tokens;
  private final TokenBuckets failures;
  private final ForeignLoginRepository repository;
  private final Duration loginLifetime;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// By login id, the longest unused first; guarded by the lock.
  private final Map<String, Login> admitted = remembered();

  /// @param clockSkew how far the issuer's clock may be from ours
  /// @param timeout for the fetching of its keys
  /// @param loginLifetime how long the end of all logins of a user is remembered, so that no login
  ///   may live longer without being looked up again
  /// @param failures by address, tokens that may be refused
  public ForeignLogins(
      IssuerSettings settings,
      Duration clockSkew,
      Duration timeout,
      Duration loginLifetime,
      ForeignLoginRepository repository,
      TokenBuckets failures,
      InstantSource clock) {
    this.failures = failures;
    this.tokens = new ForeignTokens(settings, clockSkew, timeout, clock);
    this.repository = repository;
    this.loginLifetime = loginLifetime;
    this.clock = clock;
  }

  /// An address whose tokens were refused too often causes no fetch of keys and does not wait for
  /// one; tokens of known keys are still accepted.
  @Override
  public Login login(String token, Sender sender) {
    String address = AddressKey.of(sender.address());
    return switch (tokens.verify(token, failures.has(address))) {
      case ForeignTokens.Verdict.Good good -> login(good.token(), sender.userAgent());
      case ForeignTokens.Verdict.Bad bad -> {
        failures.take(address);
        throw Authentication.refused(bad.fault());
      }
    };
  }

  private Login login(ForeignToken token, String userAgent) {
    Login known = known(token.loginID());
    if (known != null && clock.instant().isBefore(known.expiresAt())) {
      return known;
    }
    Instant end = clock.instant().plus(loginLifetime);
    return switch (repository.admit(record(token, userAgent))) {
      case ForeignLoginResult.Admitted user ->
          remember(
              new Login(
                  user.userID(),
                  token.loginID(),
                  token.issuedAt(),
                  wholeSeconds(end.isBefore(token.expiresAt()) ? end : token.expiresAt())));
      case ForeignLoginResult.Refused _ ->
          throw Refusal.invalidToken("token_ended", "This login has ended.");
    };
  }

  private static Instant wholeSeconds(Instant time) {
    return Instant.ofEpochSecond(time.getEpochSecond());
  }

  private ForeignLogin record(ForeignToken token, String userAgent) {
    String agent =
        userAgent.length() <= LONGEST_USER_AGENT
            ? userAgent
            : userAgent.substring(0, LONGEST_USER_AGENT);
    return new ForeignLogin(
        token.externalID(),
        token.loginID(),
        token.issuedAt(),
        token.issuedAt().equals(Instant.EPOCH) ? clock.instant() : token.issuedAt(),
        token.expiresAt(),
        agent,
        token.displayName().orElse(null),
        token.email().orElse(null),
        token.displayImage().orElse(null));
  }

  private @Nullable Login known(String loginID) {
    lock.lock();
    try {
      return admitted.get(loginID);
    } finally {
      lock.unlock();
    }
  }

  private Login remember(Login login) {
    lock.lock();
    try {
      admitted.put(login.loginID(), login);
      return login;
    } finally {
      lock.unlock();
    }
  }

  private static Map<String, Login> remembered() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Login> eldest) {
        return size() > MOST_REMEMBERED;
      }
    };
  }
}
