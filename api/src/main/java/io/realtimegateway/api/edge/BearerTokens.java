package io.realtimegateway.api.edge;

import io.realtimegateway.security.Login;
import java.util.Optional;

/// What else may stand in `Authorization: Bearer` than a token of ours.
@FunctionalInterface
public interface BearerTokens {
  /// Nothing else.
  BearerTokens NONE = (_, _) -> Optional.empty();

  /// The login that a token proves; empty for whatever is no good token. May block.
  ///
  /// @param userAgent as the client names itself, empty where it does not
  Optional<Login> login(String token, String userAgent);
}
