package io.realtimegateway.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.edge.rate.Rate;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of people and groups, which other people read.
final class NamesTest {
  private static ApiServer server;
  private static ApiClient ada;
  private static ApiClient ben;
  private static ApiClient application;

  @BeforeAll
  static void start() {
    server = ApiServer.start(NamesTest::withManySignIns);
    ada = server.user("ada");
    ben = server.user("ben");
    application = server.application();
  }

  private static ApiSettings withManySignIns(ApiSettings usual) {
    EdgeSettings edge = EdgeSettings.defaults();
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            edge.requestTimeout(),
            edge.maxRunning(),
            edge.perUser(),
            new Rate(10_000, Duration.ofMinutes(1), 10_000),
            edge.origins(),
            edge.trustedProxies()),
        usual.signIn(),
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\u200b",
        "\u2800",
        "\u3164",
        "\u00a0",
        "\u00ad",
        "\ufeff",
        "\u200d\u200b",
        "\ufe0f",
        "a\nb",
        "a\r\nb",
        "a\tb",
        "a\u007fb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029",
        "a\u202eb",
        "\u202aa",
        "a\u2066b\u2069",
        "a\n"
      })
  void aNameThatIsNotSeenOrHidesOthersIsRefused(String name) {
    assertRefused("displayName", signIn(name));
    assertRefused("displayName", application.put("/server/users/n-1", display(name)));
    assertRefused("groupName", ada.post("/conversations", group(name)));
    assertThat(ClaimedProfile.displayName(name).orElse("none"))
        .isIn(
            "none",
            name.replaceAll("[\\s\\u0085\\u2028\\u2029\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069]", " ")
                .strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "Zo\u00eb",
        "\u05d0\u05d1\u05d2",
        "\u200fA",
        "\ud83d\udc69\u200d\ud83d\udcbb",
        "\u2764\ufe0f",
        "a\u00a0b",
        ".",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "e\u0301",
        "<b>"
      })
  void anyOtherNameIsTakenAsItIs(String name) {
    Answer signedIn = signIn(name);
    assertThat(signedIn.status()).as(signedIn.response().body()).isEqualTo(200);
    assertThat(signedIn.json().getString("displayName")).isEqualTo(name);
    assertThat(application.put("/server/users/n-2", display(name)).status()).isIn(200, 201);
    Answer made = ada.post("/conversations", group(name));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("groupName")).isEqualTo(name);
    assertThat(ClaimedProfile.displayName(name)).hasValue(name);
  }

  private static Answer signIn(String name) {
    return server.client().post("/auth/dev/login", display(name).put("email", "n@example.org"));
  }

  private static JsonObject display(String name) {
    return new JsonObject().put("displayName", name);
  }

  private static JsonObject group(String name) {
    return new JsonObject()
        .put("participantIDs", new JsonArray().add("" + ben.userID()))
        .put("conversationType", "group-chat")
        .put("groupName", name);
  }

  private static void assertRefused(String field, Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(field);
  }
}
