package io.realtimegateway.api.signin;

import io.realtimegateway.api.edge.Authentication;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.oidc.Attempt;
import java.time.Duration;
import java.util.Optional;

/// The cookies of sign-in, none of which a script can read.
final class Cookies {
  static final String STATE = "state";
  static final String VERIFIER = "pkce_verifier";

  /// How long somebody may take at the provider.
  private static final Duration ATTEMPT = Duration.ofMinutes(10);

  private final boolean isCrossSite;

  /// @param isCrossSite whether the login's cookie is sent from another site's pages too
  Cookies(boolean isCrossSite) {
    this.isCrossSite = isCrossSite;
  }

  /// The reply with the login's cookie; an empty token takes it away.
  Reply withToken(Reply reply, String token, Duration lifetime, Call call) {
    String site = isCrossSite ? "; SameSite=None; Secure" : ownSite(call);
    return reply.with("Set-Cookie", cookie(Authentication.COOKIE, token, lifetime) + site);
  }

  /// The reply with what the browser must bring back. It comes with a navigation of the whole page,
  /// so that these need not be sent across sites.
  Reply withAttempt(Reply reply, Attempt attempt, Call call) {
    return reply
        .with("Set-Cookie", cookie(STATE, attempt.state(), ATTEMPT) + ownSite(call))
        .with("Set-Cookie", cookie(VERIFIER, attempt.verifier(), ATTEMPT) + ownSite(call));
  }

  /// The reply that takes it away again.
  Reply withoutAttempt(Reply reply, Call call) {
    return reply
        .with("Set-Cookie", cookie(STATE, "", Duration.ZERO) + ownSite(call))
        .with("Set-Cookie", cookie(VERIFIER, "", Duration.ZERO) + ownSite(call));
  }

  /// A cookie that the browser sent; empty where it is not there or has no value.
  static Optional<String> sent(Call call, String name) {
    return Optional.ofNullable(call.cookies().get(name)).filter(value -> !value.isEmpty());
  }

  private static String cookie(String name, String value, Duration lifetime) {
    return name + "=" + value + "; Path=/; Max-Age=" + lifetime.toSeconds() + "; HttpOnly";
  }

  private static String ownSite(Call call) {
    return call.url().scheme().equals("https") ? "; SameSite=Lax; Secure" : "; SameSite=Lax";
  }
}
