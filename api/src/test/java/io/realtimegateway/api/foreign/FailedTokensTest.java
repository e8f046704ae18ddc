package io.realtimegateway.api.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.api.testing.TestProvider;
import io.realtimegateway.edge.rate.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An address that brings nothing but bad tokens.
final class FailedTokensTest {
  private static final int ALLOWED = 10;

  @Test
  void badTokensAreCountedByAddressAndAGoodOneOfTheSameAddressIsGood() {
    try (TestProvider issuer = TestProvider.start();
        ApiServer server = ApiServer.start(usual -> with(usual, issuer))) {
      String good = issuer.token("ada", "chat", Map.of(), 300);
      assertThat(me(server, good).status()).isEqualTo(200);
      for (int i = 0; i < ALLOWED; i++) {
        assertThat(me(server, issuer.strayToken("unknown-" + i)).status()).isEqualTo(401);
      }
      int fetches = issuer.keyFetches();

      Answer over = me(server, issuer.strayToken("one-more"));

      assertThat(over.status()).isEqualTo(429);
      assertThat(over.header("Retry-After")).isNotEmpty();
      assertThat(me(server, good).status()).isEqualTo(200);
      assertThat(me(server, issuer.token("ben", "chat", Map.of(), 300)).status()).isEqualTo(200);
      assertThat(issuer.keyFetches()).isEqualTo(fetches);
    }
  }

  private static Answer me(ApiServer server, String token) {
    return server.client().with("Authorization", "Bearer " + token).get("/users/me");
  }

  private static ApiSettings with(ApiSettings usual, TestProvider issuer) {
    EdgeSettings edge = usual.edge();
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            edge.requestTimeout(),
            edge.maxRunning(),
            edge.perUser(),
            new Rate(1, Duration.ofHours(1), 1),
            edge.origins(),
            edge.trustedProxies()),
        new SignInSettings(
            false,
            false,
            Duration.ofHours(24),
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            List.of(),
            Optional.of(
                new IssuerSettings(
                    issuer.issuer().toString(),
                    new IssuerKeys.AtUrl(issuer.jwksUrl()),
                    "chat",
                    ClaimNames.defaults()))),
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }
}
