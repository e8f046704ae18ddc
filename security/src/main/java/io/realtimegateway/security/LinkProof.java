package io.realtimegateway.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Proves to the other end of a link that this end knows the link secret, without revealing it: an
/// HMAC-SHA-256 over both ends' nonces and their declared identities. Both nonces are new for each
/// connection, so a recorded proof cannot be replayed on another one. The labels prevent an end's
/// own proof from being reflected to it.
public final class LinkProof {
  private static final byte[] CLIENT = "rtg1-client".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SERVER = "rtg1-server".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCES_BYTES = 32;
  private static final int CLIENT_BYTES = CLIENT.length + NONCES_BYTES + 15;
  private static final int SERVER_BYTES = SERVER.length + NONCES_BYTES + 13;

  private final Secret secret;

  /// @throws IllegalArgumentException if the secret is too short for a key
  public LinkProof(Secret secret) {
    this.secret = secret.requireKey("link secret");
  }

  /// The random numbers of one connection, each 128 bits, big-endian.
  public record Nonces(long challengeHigh, long challengeLow, long helloHigh, long helloLow) {}

  /// The connecting end's proof, 32 bytes: HMAC of "rtg1-client" | challenge nonce | hello nonce |
  /// major u8 | minor u8 | role u8 | node u64 | loop u16 | engineLoop u16.
  ///
  /// @param role its wire number
  public byte[] client(
      Nonces nonces, int major, int minor, int role, long node, int loop, int engineLoop) {
    ByteBuffer text = ByteBuffer.allocate(CLIENT_BYTES).put(CLIENT);
    text.putLong(nonces.challengeHigh).putLong(nonces.challengeLow);
    text.putLong(nonces.helloHigh).putLong(nonces.helloLow);
    text.put((byte) major).put((byte) minor).put((byte) role);
    text.putLong(node).putShort((short) loop).putShort((short) engineLoop);
    return hmac(text);
  }

  /// The accepting end's proof, 32 bytes: HMAC of "rtg1-server" | hello nonce | challenge nonce |
  /// minor u8 | node u64 | loop u16 | loops u16.
  public byte[] server(Nonces nonces, int minor, long node, int loop, int loops) {
    ByteBuffer text = ByteBuffer.allocate(SERVER_BYTES).put(SERVER);
    text.putLong(nonces.helloHigh).putLong(nonces.helloLow);
    text.putLong(nonces.challengeHigh).putLong(nonces.challengeLow);
    text.put((byte) minor).putLong(node).putShort((short) loop).putShort((short) loops);
    return hmac(text);
  }

  /// Whether two proofs are the same, in constant time.
  public static boolean same(byte[] expected, byte[] actual) {
    return MessageDigest.isEqual(expected, actual);
  }

  private byte[] hmac(ByteBuffer text) {
    assert !text.hasRemaining();
    return secret.hmac(text.flip());
  }
}
