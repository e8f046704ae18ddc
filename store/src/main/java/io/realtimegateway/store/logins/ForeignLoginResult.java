package io.realtimegateway.store.logins;

/// The result of checking a token of the application's own issuer.
public sealed interface ForeignLoginResult {
  /// The token is valid.
  ///
  /// @param userID its user, created if there was none
  record Admitted(long userID) implements ForeignLoginResult {}

  /// The token was revoked, or was issued before its user was deleted or all its logins were
  /// revoked.
  record Refused() implements ForeignLoginResult {}
}
