package io.realtimegateway.security;

/// What a token proves.
public sealed interface LoginProof {
  /// A login. It may have been revoked before its expiry.
  record Good(Login login) implements LoginProof {}

  /// Nothing.
  ///
  /// @param isOurKind whether its header claims to be one of these tokens
  record Bad(TokenFault fault, boolean isOurKind) implements LoginProof {}
}
