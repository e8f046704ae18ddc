package io.realtimegateway.api.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.testing.TestProvider;
import io.realtimegateway.protocol.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ForeignKeysTest {
  private TestProvider issuer;

  @BeforeEach
  void start() {
    issuer = TestProvider.start();
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private ForeignTokens tokens(URI jwksUrl) {
    IssuerSettings settings =
        new IssuerSettings(
            issuer.issuer().toString(),
            new IssuerKeys.AtUrl(jwksUrl),
            "chat",
            ClaimNames.defaults());
    return new ForeignTokens(
        settings, Duration.ofSeconds(60), Duration.ofSeconds(5), InstantSource.system());
  }

  private String token() {
    return issuer.token("ada", "chat", Map.of("name", "Ada"), 300);
  }

  @Test
  void keysAreFetchedAndANewOneIsFetchedWhenATokenNamesIt() {
    ForeignTokens tokens = tokens(issuer.jwksUrl());
    String first = token();

    ForeignToken good = tokens.verify(first).orElseThrow();
    assertThat(good.externalID()).isEqualTo("ada");
    assertThat(good.displayName()).isEqualTo(Optional.of("Ada"));

    issuer.rotateKey("second");
    assertThat(tokens.verify(token())).isPresent();
    assertThat(tokens.verify(first)).isEmpty();

    issuer.forgeKey();
    assertThat(tokens.verify(token())).isEmpty();
  }

  @Test
  void unknownKeysMakeNobodyFetchWithoutEnd() {
    ForeignTokens tokens = tokens(issuer.jwksUrl());
    assertThat(tokens.verify(token())).isPresent();
    String known = token();

    for (int i = 0; i < 20; i++) {
      assertThat(tokens.verify(issuer.strayToken("unknown-" + i))).isEmpty();
    }

    assertThat(issuer.keyFetches()).isLessThan(5);
    assertThat(tokens.verify(known)).isPresent();
  }

  @Test
  void keysThatCannotBeFetchedAre503() {
    ForeignTokens tokens = tokens(URI.create("http://127.0.0.1:1/jwks"));

    assertThatThrownBy(() -> tokens.verify(token()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void tokensOfOthersMakeNobodyFetchKeys() {
    ForeignTokens tokens = tokens(URI.create("http://127.0.0.1:1/jwks"));
    try (TestProvider other = TestProvider.start()) {
      assertThat(tokens.verify(other.token("ada", "chat", Map.of(), 300))).isEmpty();
    }
  }
}
