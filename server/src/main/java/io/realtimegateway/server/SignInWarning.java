package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.ProcessRole;
import java.util.Optional;

/// What an operator should know about who can sign in.
final class SignInWarning {
  private static final String NO_SIGN_IN =
      "Nobody can sign in: there is no identity provider, no issuer of an application's tokens, and"
          + " auth.dev-login is off. Configure auth.providers.<name>.* or auth.application.*"
          + " (docs/configuration.md, Sign-in); to try the server out, set auth.dev-login=on"
          + " (RTG_AUTH_DEV_LOGIN=on), which lets anybody sign in as anybody.";

  private SignInWarning() {}

  /// A sentence or two for log and terminal; empty if there is nothing to say.
  static Optional<String> of(Configuration configuration) {
    if (configuration.isDevLoginOpen()) {
      return Optional.of(
          "auth.dev-login is on, and this server is reachable from other machines (http.host "
              + configuration.http().host()
              + "): anybody who reaches it can sign in as anybody and read everything. Set"
              + " auth.dev-login=off unless you are only trying it out.");
    }
    boolean canSignIn = configuration.devLogin() || configuration.hasSignIn();
    return configuration.has(ProcessRole.API) && !canSignIn
        ? Optional.of(NO_SIGN_IN)
        : Optional.empty();
  }
}
