package io.realtimegateway.security;

/// What a token proves.
public sealed interface LoginProof {
  /// A login, which may have ended before its time.
  record Good(Login login) implements LoginProof {}

  /// Nothing.
  ///
  /// @param isOurKind whether it says of itself that it is one of these tokens
  record Bad(TokenFault fault, boolean isOurKind) implements LoginProof {}
}
