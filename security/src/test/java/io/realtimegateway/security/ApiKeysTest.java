package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeysTest {
  private final ApiKeys keys = new ApiKeys(new SecureRandom());

  @Test
  void aKeyMatchesItsHashAndNoOther() {
    String key = keys.make();
    byte[] hash = ApiKeys.hash(key).orElseThrow();
    assertThat(key).startsWith("rtg_").hasSize(47);
    assertThat(hash).hasSize(32);
    assertThat(ApiKeys.matches(key, hash)).isTrue();
    assertThat(ApiKeys.matches(keys.make(), hash)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "rtg_", "rtg_short", "xtg_0123456789012345678901234567890123456789012"})
  void whatHasNotTheShapeOfAKeyHasNoHash(String text) {
    assertThat(ApiKeys.hash(text)).isEmpty();
    assertThat(ApiKeys.matches(text, new byte[32])).isFalse();
  }
}
