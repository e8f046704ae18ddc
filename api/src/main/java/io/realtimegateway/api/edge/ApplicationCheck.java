package io.realtimegateway.api.edge;

import org.jspecify.annotations.Nullable;

/// Whether a request comes from the application's own backend.
@FunctionalInterface
public interface ApplicationCheck {
  /// Lets a request with a good API key pass. May block.
  ///
  /// @param authorization the header of that name
  /// @throws io.realtimegateway.api.error.Refusal `UnauthorizedRequest`, `RateLimit` or
  ///   `ServiceUnavailable`
  void require(@Nullable String authorization, String clientAddress);
}
