package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.api.testing.TestBrowser;
import io.realtimegateway.api.testing.TestProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Sign-ins that wait for a slow identity provider take an eighth of the requests that may run.
final class SignInPermitsTest {
  private static final String LOGIN = "/auth/login";

  private static ApiSettings with(ApiSettings usual, TestProvider provider) {
    EdgeSettings edge = ProviderSignInTest.withoutLimits(usual.edge());
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            Duration.ofMinutes(1),
            16,
            edge.perUser(),
            edge.signIns(),
            edge.origins(),
            edge.trustedProxies()),
        new SignInSettings(
            true,
            false,
            Duration.ofHours(24),
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            List.of(provider.settings("google", "Google")),
            Optional.empty()),
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  @Test
  void twoOfSixteenRequestsMayBeSignInsAndOthersGoOn() throws Exception {
    CountDownLatch waiting = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    try (TestProvider provider = TestProvider.start();
        ApiServer server = ApiServer.start(usual -> with(usual, provider))) {
      ApiClient ada = server.user("ada");
      for (String subject : List.of("ben", "cleo")) {
        provider.next(subject, 300, () -> slowly(subject, waiting, release));
      }
      TestBrowser ben = new TestBrowser(server, "");
      TestBrowser cleo = new TestBrowser(server, "");
      String bensReturn = ben.visit(LOGIN);
      String cleosReturn = cleo.visit(LOGIN);
      CompletableFuture<Answer> bens = CompletableFuture.supplyAsync(() -> ben.open(bensReturn));
      CompletableFuture<Answer> cleos = CompletableFuture.supplyAsync(() -> cleo.open(cleosReturn));
      assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

      Answer third = new TestBrowser(server, "").open(LOGIN);
      assertThat(third.status()).isEqualTo(503);
      assertThat(third.error()).isEqualTo("ServiceUnavailable");
      assertThat(ada.get("/users/me").status()).isEqualTo(200);

      release.countDown();
      assertThat(bens.get(30, TimeUnit.SECONDS).status()).isEqualTo(302);
      assertThat(cleos.get(30, TimeUnit.SECONDS).status()).isEqualTo(302);
      assertThat(new TestBrowser(server, "").open(LOGIN).status()).isEqualTo(302);
    }
  }

  private static Map<String, Object> slowly(
      String subject, CountDownLatch waiting, CountDownLatch release) {
    waiting.countDown();
    try {
      assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Map.of("email", subject + "@example.org", "email_verified", true, "name", subject);
  }
}
