package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.Login;
import io.realtimegateway.security.LoginTokens;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who calls: by `Authorization: Bearer`, or by the cookie `token` where the request comes from a
/// page that may.
public final class Authentication {
  /// Name of the cookie.
  public static final String COOKIE = "token";

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+) *", Pattern.CASE_INSENSITIVE);

  private final LoginTokens tokens;
  private final BearerTokens others;
  private final Function<Login, LoginStatus> revocations;
  private final Origins origins;

  /// @param others what may stand in the header beside tokens of ours, but not in the cookie
  /// @param revocations what is known of a login, without asking the database
  public Authentication(
      LoginTokens tokens,
      BearerTokens others,
      Function<Login, LoginStatus> revocations,
      Origins origins) {
    this.tokens = tokens;
    this.others = others;
    this.revocations = revocations;
    this.origins = origins;
  }

  /// What a request brings.
  ///
  /// @param fetchSite header `Sec-Fetch-Site`
  /// @param userAgent empty where the client does not name itself
  /// @param requested the address that the request names
  public record Credentials(
      @Nullable String authorization,
      @Nullable String cookie,
      @Nullable String origin,
      @Nullable String fetchSite,
      String userAgent,
      PublicUrl requested) {}

  /// The login that a request proves.
  ///
  /// @param changes whether the request changes something, so that another site's page must not
  ///   make a browser send it
  /// @param mayBeUnknown whether the engine will look at the login too, so that it may pass while
  ///   the database is away
  /// @throws Refusal `UnauthorizedRequest`, `ForbiddenRequest` or `ServiceUnavailable`
  public Login login(Credentials credentials, boolean changes, boolean mayBeUnknown) {
    if (credentials.authorization() != null) {
      String token = bearer(credentials.authorization());
      Optional<Login> own = tokens.verify(token);
      return live(
          own.isPresent() ? own : others.login(token, credentials.userAgent()), mayBeUnknown);
    }
    if (credentials.cookie() == null) {
      throw Refusal.of(ErrorCode.UNAUTHORIZED, "Sign in first.");
    }
    Login login = live(tokens.verify(credentials.cookie()), mayBeUnknown);
    if (changes) {
      requireOwnPage(credentials);
    }
    return login;
  }

  /// Refuses what another site's page made a browser send.
  public void requireOwnPage(Credentials credentials) {
    if (!origins.mayChange(
        credentials.origin(), credentials.fetchSite(), credentials.requested())) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "The request came from another site.", "Origin");
    }
  }

  private Login live(Optional<Login> proven, boolean mayBeUnknown) {
    Login login =
        proven.orElseThrow(
            () -> Refusal.of(ErrorCode.UNAUTHORIZED, "The token is not valid or has expired."));
    return switch (revocations.apply(login)) {
      case LIVE -> login;
      case REVOKED -> throw Refusal.of(ErrorCode.UNAUTHORIZED, "This login has ended.");
      case UNKNOWN -> {
        if (!mayBeUnknown) {
          throw Refusal.unavailable("The database is away.");
        }
        yield login;
      }
    };
  }

  /// The credential of an `Authorization: Bearer` header.
  ///
  /// @throws Refusal `UnauthorizedRequest` where it is malformed
  public static String bearer(String authorization) {
    Matcher matcher = BEARER.matcher(authorization);
    if (!matcher.matches()) {
      throw Refusal.of(ErrorCode.UNAUTHORIZED, "The Authorization header is malformed.");
    }
    return matcher.group(1);
  }
}
