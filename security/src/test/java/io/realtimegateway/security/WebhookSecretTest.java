package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class WebhookSecretTest {

  /// The example that the libraries of Standard Webhooks are tested with.
  @Test
  void signsAsTheStandardDoes() {
    WebhookSecret secret = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    String signature =
        secret.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aNewSecretHas256BitsAndCanBeRead() {
    String made = WebhookSecret.make(new SecureRandom());

    assertThat(made).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(made).isNotEqualTo(WebhookSecret.make(new SecureRandom()));
    assertThat(WebhookSecret.parse(made)).asString().doesNotContain(made.substring(6));
  }

  @Test
  void whatIsNoSecretIsNotRepeated() {
    assertThatThrownBy(() -> WebhookSecret.parse("hunter2"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("hunter2");
  }
}
