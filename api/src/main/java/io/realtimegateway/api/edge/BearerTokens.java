package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.security.Login;

/// What else may stand in `Authorization: Bearer` than a token of ours.
@FunctionalInterface
public interface BearerTokens {
  /// Who sends a token.
  ///
  /// @param userAgent as the client names itself, empty if it does not
  /// @param address of the client
  record Sender(String userAgent, String address) {}

  /// The login that a token proves. May block.
  ///
  /// @throws Refusal `UnauthorizedRequest` with the reason, `RateLimit` if too many tokens of this
  ///   address were refused, or `ServiceUnavailable`
  Login login(String token, Sender sender);
}
