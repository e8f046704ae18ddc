package io.realtimegateway.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/// Signs the webhooks to an application's backend as Standard Webhooks specifies: HMAC-SHA-256 over
/// `id.timestamp.body`, in base64 behind `v1,`. The secret's text is `whsec_` and base64.
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;

  private final Secret key;

  private WebhookSecret(Secret key) {
    this.key = key;
  }

  /// The text of a new secret of 256 random bits.
  public static String make(SecureRandom random) {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return PREFIX + Base64.getEncoder().encodeToString(bits);
  }

  /// Reads a secret's text.
  ///
  /// @throws IllegalArgumentException where it is none; the message does not repeat it
  public static WebhookSecret parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a webhook's secret must begin with " + PREFIX);
    }
    return new WebhookSecret(
        Secret.of(Base64.getDecoder().decode(text.substring(PREFIX.length()))));
  }

  /// The header `webhook-signature`.
  ///
  /// @param id the header `webhook-id`
  /// @param timestamp the header `webhook-timestamp`, in epoch seconds
  public String sign(String id, long timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip();
    return "v1," + Base64.getEncoder().encodeToString(key.hmac(message));
  }
}
