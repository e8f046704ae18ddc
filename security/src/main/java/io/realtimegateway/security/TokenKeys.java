package io.realtimegateway.security;

import java.time.Instant;
import java.util.List;

/// The key that signs tokens, and previous keys whose tokens are still accepted: after a rotation
/// of the secret the previous one is accepted for a while, so that no user is signed out by it.
///
/// @param current signs
/// @param previous accepted only
public record TokenKeys(Secret current, List<Previous> previous) {
  public TokenKeys {
    current.requireKey("tokens.secret");
    previous = List.copyOf(previous);
  }

  /// A key that no longer signs.
  ///
  /// @param acceptedUntil from then on its tokens are refused
  public record Previous(Secret secret, Instant acceptedUntil) {
    public Previous {
      secret.requireKey("tokens.previous-secret");
    }
  }

  /// One key without previous ones.
  public static TokenKeys of(Secret current) {
    return new TokenKeys(current, List.of());
  }
}
