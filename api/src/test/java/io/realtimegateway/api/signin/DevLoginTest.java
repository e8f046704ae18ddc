package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.HttpApi;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Dev login is there only where it is on, and is warned of where others can see it. (When it is on
/// by itself is for the configuration to say.)
final class DevLoginTest {
  private static final JsonObject ADA =
      new JsonObject().put("email", "ada@example.org").put("displayName", "Ada");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(HttpApi.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private static ApiSettings settings(ApiSettings usual, boolean isOn, Set<String> origins) {
    EdgeSettings edge = usual.edge();
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            edge.requestTimeout(),
            edge.maxRunning(),
            edge.perUser(),
            edge.signIns(),
            origins,
            edge.trustedProxies()),
        new SignInSettings(isOn, false, Duration.ofHours(24)),
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private List<ILoggingEvent> warnings() {
    return log.list.stream().filter(event -> event.getLevel() == Level.WARN).toList();
  }

  @Test
  void whereItIsOffThereIsNoSuchResource() {
    try (ApiServer server = ApiServer.start(usual -> settings(usual, false, Set.of()))) {
      Answer answer = server.client().post("/auth/dev/login", ADA);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("NotFoundRequest");
      assertThat(answer.header("Set-Cookie")).isEmpty();
      assertThat(server.client().get("/auth/providers").json().getBoolean("devLogin")).isFalse();
      assertThat(warnings()).isEmpty();
    }
  }

  @Test
  void besideAnotherOriginTheLogAndThePageWarn() {
    Set<String> origins = Set.of("https://chat.example.org");
    try (ApiServer server = ApiServer.start(usual -> settings(usual, true, origins))) {
      assertThat(server.client().post("/auth/dev/login", ADA).status()).isEqualTo(200);
      for (String page : List.of("/", "/chat")) {
        assertThat(server.client().send("GET", page, null).response().body())
            .contains("Anybody may sign in here as anybody");
      }
      assertThat(warnings()).singleElement().asString().contains("auth.dev-login");
    }
  }

  @Test
  void aServerForTryingOutHasNoWarning() {
    try (ApiServer server = ApiServer.start()) {
      assertThat(server.client().send("GET", "/", null).response().body())
          .doesNotContain("Anybody", "notice");
      assertThat(warnings()).isEmpty();
    }
  }
}
