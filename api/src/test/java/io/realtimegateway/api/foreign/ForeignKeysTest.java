package io.realtimegateway.api.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.testing.TestProvider;
import io.realtimegateway.protocol.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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

  private static Optional<ForeignToken> good(ForeignTokens tokens, String text) {
    return switch (tokens.verify(text, true)) {
      case ForeignTokens.Verdict.Good good -> Optional.of(good.token());
      case ForeignTokens.Verdict.Bad _ -> Optional.empty();
    };
  }

  private String token() {
    return issuer.token("ada", "chat", Map.of("name", "Ada"), 300);
  }

  @Test
  void keysAreFetchedAndANewOneIsFetchedWhenATokenNamesIt() {
    ForeignTokens tokens = tokens(issuer.jwksUrl());
    String first = token();

    ForeignToken good = good(tokens, first).orElseThrow();
    assertThat(good.externalID()).isEqualTo("ada");
    assertThat(good.displayName()).isEqualTo(Optional.of("Ada"));

    issuer.rotateKey("second");
    assertThat(good(tokens, token())).isPresent();
    assertThat(good(tokens, first)).isEmpty();

    issuer.forgeKey();
    assertThat(good(tokens, token())).isEmpty();
  }

  @Test
  void unknownKeysDoNotCauseEndlessFetches() {
    ForeignTokens tokens = tokens(issuer.jwksUrl());
    assertThat(good(tokens, token())).isPresent();
    String known = token();

    for (int i = 0; i < 20; i++) {
      assertThat(good(tokens, issuer.strayToken("unknown-" + i))).isEmpty();
    }

    assertThat(issuer.keyFetches()).isLessThan(5);
    assertThat(good(tokens, known)).isPresent();
  }

  @Test
  void keysThatCannotBeFetchedAre503() {
    ForeignTokens tokens = tokens(URI.create("http://127.0.0.1:1/jwks"));

    assertThatThrownBy(() -> good(tokens, token()))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void tokensOfOtherIssuersCauseNoFetchOfKeys() {
    ForeignTokens tokens = tokens(URI.create("http://127.0.0.1:1/jwks"));
    try (TestProvider other = TestProvider.start()) {
      assertThat(good(tokens, other.token("ada", "chat", Map.of(), 300))).isEmpty();
    }
  }

  /// The library reads the default claim as a number of its own.
  @Test
  void twoLongNumbersAreTwoUsersInTheDefaultClaimToo() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).generate();
    ForeignTokens tokens =
        new ForeignTokens(
            new IssuerSettings(
                "https://app.example.org",
                new IssuerKeys.Fixed(key.toPublicJWK()),
                "chat",
                ClaimNames.defaults()),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            InstantSource.system());

    for (String subject : List.of("12345678901234567890", "12345678901234567891", "5")) {
      assertThat(good(tokens, withSubject(key, subject)).orElseThrow().externalID())
          .isEqualTo(subject);
    }
    for (String wrong : List.of("5.0", "1e3", "true", "{}")) {
      assertThat(good(tokens, withSubject(key, wrong))).as(wrong).isEmpty();
    }
  }

  private static String withSubject(ECKey key, String subject) throws JOSEException {
    long end = Instant.now().getEpochSecond() + 60;
    String payload =
        "{\"iss\":\"https://app.example.org\",\"aud\":\"chat\",\"exp\":%d,\"sub\":%s}"
            .formatted(end, subject);
    JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload(payload));
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }
}
