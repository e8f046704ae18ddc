package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.edge.Network;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which pages' requests a browser sends the cookie with.
final class CookieFlagsTest {
  private static final JsonObject ADA =
      new JsonObject().put("email", "ada@example.org").put("displayName", "Ada");

  private static ApiSettings settings(ApiSettings usual, boolean isCrossSite) {
    EdgeSettings edge = usual.edge();
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            edge.requestTimeout(),
            edge.maxRunning(),
            edge.perUser(),
            edge.signIns(),
            edge.origins(),
            List.of(Network.parse("127.0.0.1"))),
        new SignInSettings(true, isCrossSite, Duration.ofHours(24)),
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private static String cookie(ApiServer server, String scheme) {
    return server
        .client()
        .with("X-Forwarded-Proto", scheme)
        .post("/auth/dev/login", ADA)
        .header("Set-Cookie");
  }

  @Test
  void behindAFrontEndOfAnotherSiteItIsSentAcrossSitesByTlsAlone() {
    try (ApiServer server = ApiServer.start(usual -> settings(usual, true))) {
      assertThat(cookie(server, "https"))
          .contains("HttpOnly", "SameSite=None", "Secure")
          .doesNotContain("Lax");
    }
  }

  @Test
  void behindTlsItIsSentByTlsAloneAndWithinTheSite() {
    try (ApiServer server = ApiServer.start(usual -> settings(usual, false))) {
      assertThat(cookie(server, "https")).contains("HttpOnly", "SameSite=Lax", "Secure");
      assertThat(cookie(server, "http")).contains("SameSite=Lax").doesNotContain("Secure");
    }
  }
}
