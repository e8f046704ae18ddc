package io.realtimegateway.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Secret bytes. Its text form never shows them, and it compares in constant time.
public final class Secret {
  /// Least length of a secret that is used as a key, in bytes.
  public static final int MIN_KEY_BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A secret of these bytes, which are copied.
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /// A secret of the UTF-8 bytes of a text, as it stands in a file or in the environment.
  public static Secret ofText(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A new secret of 256 random bits, as text of 43 characters (base64url), so that it can be
  /// copied into a file.
  public static Secret random(SecureRandom random) {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    return ofText(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// This secret, if it is long enough to be a key.
  ///
  /// @param name what the user calls it, for the message
  /// @throws IllegalArgumentException if it is shorter than [#MIN_KEY_BYTES]
  public Secret requireKey(String name) {
    if (bytes.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          name + " must have at least " + MIN_KEY_BYTES + " bytes, has " + bytes.length);
    }
    return this;
  }

  SecretKey key() {
    return new SecretKeySpec(bytes, HMAC);
  }

  /// HMAC-SHA-256 of a message under this secret, 32 bytes.
  byte[] hmac(ByteBuffer message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key());
      mac.update(message);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  /// Derives another secret from this one, so that one file serves several purposes.
  ///
  /// @param purpose ASCII, different for each
  public Secret derive(String purpose) {
    return Secret.of(hmac(StandardCharsets.US_ASCII.encode(purpose)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /// The same for all secrets, so that neither a hash table nor a log distinguishes them.
  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "Secret[…]";
  }
}
