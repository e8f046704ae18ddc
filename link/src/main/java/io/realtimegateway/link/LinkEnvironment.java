package io.realtimegateway.link;

import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.security.LinkProof;
import java.security.SecureRandom;

/// What all links of one side of a process share.
///
/// @param random for nonces and jitter
public record LinkEnvironment(
    LinkLimits settings,
    LinkProof proof,
    Transport transport,
    SecureRandom random,
    LinkMetrics metrics) {
  /// A random number that no other connection has.
  public Nonce newNonce() {
    return new Nonce(random.nextLong(), random.nextLong());
  }
}
