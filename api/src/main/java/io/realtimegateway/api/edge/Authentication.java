package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.Login;
import io.realtimegateway.security.LoginProof;
import io.realtimegateway.security.LoginTokens;
import io.realtimegateway.security.TokenFault;
import java.util.List;
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

  /// Cookies of that name that are looked at.
  private static final int MOST_COOKIES = 10;

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+) *", Pattern.CASE_INSENSITIVE);

  private final LoginTokens tokens;
  private final @Nullable BearerTokens others;
  private final Function<Login, LoginStatus> revocations;
  private final Origins origins;

  /// @param others what may stand in the header beside tokens of ours, but not in the cookie; null
  ///   for nothing
  /// @param revocations what is known of a login, without asking the database
  public Authentication(
      LoginTokens tokens,
      @Nullable BearerTokens others,
      Function<Login, LoginStatus> revocations,
      Origins origins) {
    this.tokens = tokens;
    this.others = others;
    this.revocations = revocations;
    this.origins = origins;
  }

  /// What a request brings.
  ///
  /// @param cookies the values of all cookies of that name, in the order in which they came
  /// @param fetchSite header `Sec-Fetch-Site`
  /// @param requested the address that the request names
  public record Credentials(
      @Nullable String authorization,
      List<String> cookies,
      @Nullable String origin,
      @Nullable String fetchSite,
      BearerTokens.Sender sender,
      PublicUrl requested) {
    public Credentials {
      cookies = List.copyOf(cookies);
    }
  }

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
      return live(ofBearer(token, credentials.sender()), mayBeUnknown, true);
    }
    Login login = ofCookies(credentials.cookies(), mayBeUnknown);
    if (changes) {
      requireOwnPage(credentials);
    }
    return login;
  }

  private Login ofBearer(String token, BearerTokens.Sender sender) {
    return switch (tokens.prove(token)) {
      case LoginProof.Good good -> good.login();
      case LoginProof.Bad(TokenFault fault, boolean isOurKind) -> {
        if (isOurKind || others == null) {
          throw refused(fault);
        }
        yield others.login(token, sender);
      }
    };
  }

  /// Another application of the domain may have set a cookie of this name: the first good one
  /// counts.
  private Login ofCookies(List<String> cookies, boolean mayBeUnknown) {
    if (cookies.isEmpty()) {
      throw Refusal.of(ErrorCode.UNAUTHORIZED, "Sign in first.");
    }
    Refusal why = Refusal.of(ErrorCode.UNAUTHORIZED, "The token is not valid or has expired.");
    for (String cookie : cookies.subList(0, Math.min(MOST_COOKIES, cookies.size()))) {
      Optional<Login> proven = tokens.verify(cookie);
      if (proven.isPresent()) {
        try {
          return live(proven.get(), mayBeUnknown, false);
        } catch (Refusal refusal) {
          why = refusal;
        }
      }
    }
    throw why;
  }

  /// The refusal of a bearer token.
  public static Refusal refused(TokenFault fault) {
    return Refusal.invalidToken("token_" + fault.finer(), fault.description());
  }

  /// Refuses what another site's page made a browser send.
  public void requireOwnPage(Credentials credentials) {
    if (!origins.mayChange(
        credentials.origin(), credentials.fetchSite(), credentials.requested().origin())) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "The request came from another site.", "Origin");
    }
  }

  private Login live(Login login, boolean mayBeUnknown, boolean isBearer) {
    return switch (revocations.apply(login)) {
      case LIVE -> login;
      case REVOKED -> throw ended(isBearer);
      case UNKNOWN -> {
        if (!mayBeUnknown) {
          throw Refusal.unavailable("The database is away.");
        }
        yield login;
      }
    };
  }

  private static Refusal ended(boolean isBearer) {
    String message = "This login has ended.";
    return isBearer
        ? Refusal.invalidToken("token_ended", message)
        : Refusal.of(ErrorCode.UNAUTHORIZED, message);
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
