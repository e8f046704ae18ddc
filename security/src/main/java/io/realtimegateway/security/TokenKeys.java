package io.realtimegateway.security;

import java.time.Instant;
import java.util.List;

/// What tokens are signed with, and what they may be signed with: after a change of the secret the
/// old one is accepted for a while, so that nobody is signed out by it.
///
/// @param current signs
/// @param previous accepted only
public record TokenKeys(Secret current, List<Previous> previous) {
  public TokenKeys {
    current.requireKey("tokens.secret");
    previous = List.copyOf(previous);
  }

  /// A key that signs no more.
  ///
  /// @param acceptedUntil from then on its tokens are refused
  public record Previous(Secret secret, Instant acceptedUntil) {
    public Previous {
      secret.requireKey("tokens.previous-secret");
    }
  }

  /// One key and no older one.
  public static TokenKeys of(Secret current) {
    return new TokenKeys(current, List.of());
  }
}
