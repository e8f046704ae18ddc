package io.realtimegateway.api.signin;

import io.realtimegateway.api.edge.Authentication;
import io.realtimegateway.api.edge.LoginStatus;
import io.realtimegateway.api.engine.EngineClient;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Login;
import io.realtimegateway.security.LoginTokens;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.logins.Revocation;
import io.realtimegateway.store.logins.StoredLogin;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Begins and ends logins. A login is stored before its token is handed out, and its end is stored
/// before the engine is notified.
public final class Logins {
  private static final int LONGEST_USER_AGENT = 500;

  private final LoginTokens tokens;
  private final LoginRepository repository;
  private final Revocations revocations;
  private final SignInSettings settings;
  private final Cookies cookies;
  private final InstantSource clock;

  public Logins(
      LoginTokens tokens,
      LoginRepository repository,
      Revocations revocations,
      SignInSettings settings,
      InstantSource clock) {
    this.tokens = tokens;
    this.repository = repository;
    this.revocations = revocations;
    this.settings = settings;
    this.cookies = new Cookies(settings.isCrossSite());
    this.clock = clock;
  }

  /// Begins a login and sets its cookie on the reply.
  ///
  /// @throws Refusal `UnauthorizedRequest` if the user was erased since it was found
  public Reply begin(long userID, Call call, Reply reply) {
    LoginTokens.Issued issued = unrevoked(userID);
    Login login = issued.login();
    boolean isKept =
        repository.create(
            new StoredLogin(
                login.loginID(),
                login.userID(),
                login.issuedAt(),
                login.expiresAt(),
                userAgent(call)));
    if (!isKept) {
      throw Refusal.of(ErrorCode.UNAUTHORIZED, "This account was just deleted. Sign in again.");
    }
    Duration lifetime =
        Duration.between(login.issuedAt().truncatedTo(ChronoUnit.SECONDS), login.expiresAt());
    return cookies.withToken(reply, issued.token(), lifetime, call);
  }

  /// Whether a browser brings a login that has not ended.
  boolean isSignedIn(Call call) {
    return call.cookies().getOrDefault(Authentication.COOKIE, List.of()).stream()
        .flatMap(token -> tokens.verify(token).stream())
        .anyMatch(login -> revocations.status(login) == LoginStatus.LIVE);
  }

  /// Ends one login.
  ///
  /// @return false where it is unknown, another user's or has ended before
  public boolean end(long userID, String loginID, EngineClient engine) {
    Optional<Revocation> revocation = repository.revoke(userID, loginID, clock.instant());
    revocation.ifPresent(ended -> revoke(ended, engine));
    return revocation.isPresent();
  }

  /// Ends all logins of a user.
  public void endAll(long userID, EngineClient engine) {
    Instant now = clock.instant();
    revoke(repository.revokeAll(userID, now, now.plus(settings.loginLifetime())), engine);
  }

  /// A reply that takes the cookie away.
  public Reply withoutCookie(Reply reply, Call call) {
    return cookies.withToken(reply, "", Duration.ZERO, call);
  }

  private void revoke(Revocation ended, EngineClient engine) {
    revocations.add(ended);
    engine.hint(
        request ->
            new SessionPacket.RevokeLogins(
                request,
                ended.userID(),
                ended.loginID(),
                ended.issuedBefore().toEpochMilli(),
                ended.keptUntil().toEpochMilli()));
  }

  /// Times have the precision of a millisecond: a login that begins in the millisecond in which all
  /// were ended would count as ended.
  private LoginTokens.Issued unrevoked(long userID) {
    LoginTokens.Issued issued = tokens.issue(userID);
    while (revocations.status(issued.login()) == LoginStatus.REVOKED) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      issued = tokens.issue(userID);
    }
    return issued;
  }

  private static String userAgent(Call call) {
    String agent = Objects.requireNonNullElse(call.header("User-Agent"), "");
    return agent.length() > LONGEST_USER_AGENT ? agent.substring(0, LONGEST_USER_AGENT) : agent;
  }
}
