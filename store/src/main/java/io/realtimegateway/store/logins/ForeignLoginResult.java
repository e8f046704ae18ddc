package io.realtimegateway.store.logins;

/// What became of a token of the application's own issuer.
public sealed interface ForeignLoginResult {
  /// It is good.
  ///
  /// @param userID the user that it stands for, made if there was none
  record Admitted(long userID) implements ForeignLoginResult {}

  /// It was issued before its user or the user's logins were ended, or was ended itself.
  record Refused() implements ForeignLoginResult {}
}
