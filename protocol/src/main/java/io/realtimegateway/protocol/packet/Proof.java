package io.realtimegateway.protocol.packet;

/// An HMAC-SHA-256 (32 bytes, big-endian words) which proves that its sender knows the link secret.
/// Compare with `security.LinkProof`, in constant time, not with `equals`.
public record Proof(long a, long b, long c, long d) {
  @Override
  public String toString() {
    return "Proof[…]";
  }
}
