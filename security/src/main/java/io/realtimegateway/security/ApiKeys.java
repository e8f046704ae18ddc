package io.realtimegateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keys of an application's own backend: `rtg_` and 256 random bits as 43 characters. Only the hash
/// is stored. A plain SHA-256 is enough because 256 random bits cannot be guessed, and it is cheap
/// for each request.
public final class ApiKeys {
  private static final String PREFIX = "rtg_";
  private static final Pattern SHAPE = Pattern.compile("rtg_[A-Za-z0-9_-]{43}");

  private final SecureRandom random;

  public ApiKeys(SecureRandom random) {
    this.random = random;
  }

  /// A new key; shown once, then only its hash is kept.
  public String make() {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /// SHA-256 of a key, 32 bytes, to store and to look up by; empty if the text does not have the
  /// shape of a key.
  public static Optional<byte[]> hash(String key) {
    return SHAPE.matcher(key).matches() ? Optional.of(sha256(key)) : Optional.empty();
  }

  /// Whether a key belongs to a stored hash, in constant time.
  public static boolean matches(String key, byte[] hash) {
    return hash(key).map(own -> MessageDigest.isEqual(own, hash)).orElse(false);
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
