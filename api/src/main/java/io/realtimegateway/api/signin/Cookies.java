package io.realtimegateway.api.signin;

import io.realtimegateway.api.edge.Authentication;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.oidc.SignInAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The cookies of sign-in, none of which a script can read.
final class Cookies {
  static final String STATE = "state";
  static final String VERIFIER = "pkce_verifier";

  /// Attempts of one browser at a time; the oldest are forgotten.
  private static final int MOST_ATTEMPTS = 5;

  /// Stands in no state and no verifier.
  private static final String BETWEEN = "+";

  /// How long a user may take at the provider.
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

  /// The reply with what the browser must bring back, beside what it has from attempts in other
  /// tabs. It comes with a navigation of the whole page, so that these need not be sent across
  /// sites.
  Reply withAttempt(Reply reply, SignInAttempt attempt, Call call) {
    List<SignInAttempt> attempts = new ArrayList<>();
    attempts.add(attempt);
    attempts.addAll(attempts(call));
    return withAttempts(reply, attempts, call);
  }

  /// The reply that takes an attempt away again and leaves the others.
  Reply withoutAttempt(Reply reply, SignInAttempt attempt, Call call) {
    List<SignInAttempt> attempts = new ArrayList<>(attempts(call));
    attempts.remove(attempt);
    return withAttempts(reply, attempts, call);
  }

  private static Reply withAttempts(Reply reply, List<SignInAttempt> attempts, Call call) {
    List<SignInAttempt> kept = attempts.subList(0, Math.min(MOST_ATTEMPTS, attempts.size()));
    Duration lifetime = kept.isEmpty() ? Duration.ZERO : ATTEMPT;
    return reply
        .with(
            "Set-Cookie",
            cookie(STATE, joined(kept, SignInAttempt::state), lifetime) + ownSite(call))
        .with(
            "Set-Cookie",
            cookie(VERIFIER, joined(kept, SignInAttempt::verifier), lifetime) + ownSite(call));
  }

  private static String joined(List<SignInAttempt> attempts, Function<SignInAttempt, String> part) {
    return attempts.stream().map(part).collect(Collectors.joining(BETWEEN));
  }

  /// The attempts that a browser has begun, the newest first. Another application of the domain may
  /// set cookies of the same names.
  static List<SignInAttempt> attempts(Call call) {
    List<SignInAttempt> attempts = new ArrayList<>();
    for (String states : call.cookies().getOrDefault(STATE, List.of())) {
      for (String verifiers : call.cookies().getOrDefault(VERIFIER, List.of())) {
        addPairs(states.split("\\+", -1), verifiers.split("\\+", -1), attempts);
      }
    }
    return attempts;
  }

  private static void addPairs(String[] states, String[] verifiers, List<SignInAttempt> attempts) {
    if (states.length != verifiers.length) {
      return;
    }
    for (int i = 0; i < states.length && attempts.size() < MOST_ATTEMPTS; i++) {
      SignInAttempt.of(states[i], verifiers[i]).ifPresent(attempts::add);
    }
  }

  /// Whether the browser sent such a cookie with a value.
  static boolean isSent(Call call, String name) {
    return call.cookies().getOrDefault(name, List.of()).stream()
        .anyMatch(value -> !value.isEmpty());
  }

  private static String cookie(String name, String value, Duration lifetime) {
    return name + "=" + value + "; Path=/; Max-Age=" + lifetime.toSeconds() + "; HttpOnly";
  }

  private static String ownSite(Call call) {
    return call.url().scheme().equals("https") ? "; SameSite=Lax; Secure" : "; SameSite=Lax";
  }
}
