package io.realtimegateway.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.application.ApplicationSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.applications.WebhookType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {
  private static final String PATH = "/server/webhooks";
  private static final String URL = "https://8.8.8.8/hook";

  private ApiServer server;
  private ApiClient backend;

  @BeforeEach
  void start() {
    server = ApiServer.start();
    backend = server.application();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonObject at(String url) {
    return new JsonObject().put("url", url);
  }

  private static void assertBadArgument(Answer answer, String target) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(target);
  }

  @Test
  void anEndpointIsMadeFoundChangedAndRemovedAndItsSecretIsShownOnce() {
    assertThat(backend.get(PATH).value()).isEmpty();
    Answer made = backend.post(PATH, at(URL));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getString("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(made.json().getBoolean("isEnabled")).isTrue();
    assertThat(made.json().getValue("eventTypes")).isNull();
    assertThat(server.engine().heard(Command.Barrier.class))
        .as("what was accepted before is archived first")
        .isNotEmpty();

    JsonObject found = backend.follow(made.header("Location")).json();
    JsonObject shown = made.json().copy();
    shown.remove("secret");
    assertThat(found).isEqualTo(shown);
    String path = PATH + "/" + found.getString("id");
    Answer changed =
        backend.patch(
            path,
            new JsonObject()
                .put("eventTypes", new JsonArray().add("user.online").add("message.created"))
                .put("isEnabled", false));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().getJsonArray("eventTypes"))
        .containsExactly("user.online", "message.created");
    assertThat(changed.json().getString("url")).isEqualTo(URL);
    assertThat(changed.response().body()).doesNotContain("whsec_");
    assertThat(backend.get(PATH).response().body()).doesNotContain("whsec_");
    assertThat(backend.patch(path, at("https://9.9.9.9/")).json().getBoolean("isEnabled"))
        .isFalse();

    assertThat(backend.delete(path).status()).isEqualTo(204);
    assertThat(backend.delete(path).status()).isEqualTo(404);
    assertThat(backend.get(path).status()).isEqualTo(404);
    assertThat(backend.patch(path, at(URL)).status()).isEqualTo(404);
  }

  @Test
  void endpointsPageByTheirIds() {
    for (int number = 0; number < 5; number++) {
      backend.post(PATH, at(URL + number));
    }

    Answer first = backend.get(PATH + "?$top=3");
    Answer second = backend.follow(first.json().getString("@nextLink"));

    assertThat(first.value()).hasSize(3);
    assertThat(second.value()).hasSize(2);
    assertThat(second.json().containsKey("@nextLink")).isFalse();
  }

  @Test
  void thereAreAHundredAtMost() {
    for (int number = 0; number < 100; number++) {
      assertThat(backend.post(PATH, at(URL + number)).status()).isEqualTo(201);
    }
    Answer tooMany = backend.post(PATH, at(URL));
    assertThat(tooMany.status()).isEqualTo(409);
    assertThat(tooMany.error()).isEqualTo("Conflict");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "https:///path",
        "https://user:password@8.8.8.8/",
        "https://8.8.8.8/#fragment",
        "https://8.8.8.8:0/",
        "https://8.8.8.8:65536/",
        "https://8.8.8.8/a b",
        "https://8.8.8.8/ä",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]:7000/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data"
      })
  void otherAddressesAreRefused(String url) {
    assertBadArgument(backend.post(PATH, at(url)), "url");
  }

  @Test
  void lengthsAreCountedAndNamesMayLeadNowhereYet() {
    String longest = URL + "/" + "x".repeat(2048 - URL.length() - 1);
    assertThat(backend.post(PATH, at(longest)).status()).isEqualTo(201);
    assertBadArgument(backend.post(PATH, at(longest + "x")), "url");
    assertThat(backend.post(PATH, at("https://not-yet.invalid/")).status()).isEqualTo(201);
  }

  @Test
  void privateAddressesAreTakenWhereTheConfigurationAllowsThem() {
    try (ApiServer lax = ApiServer.start(WebhookTest::allowing)) {
      assertThat(lax.application().post(PATH, at("http://127.0.0.1:9/")).status()).isEqualTo(201);
    }
  }

  private static ApiSettings allowing(ApiSettings usual) {
    ApplicationSettings application = usual.application();
    return new ApiSettings(
        usual.edge(),
        usual.signIn(),
        usual.conversations(),
        new ApplicationSettings(application.name(), application.perKey(), true),
        usual.directory(),
        usual.metricsReaders());
  }

  @Test
  void wrongFieldsAreNamed() {
    assertBadArgument(backend.post(PATH, new JsonObject()), "url");
    assertBadArgument(
        backend.post(PATH, at(URL).put("eventTypes", new JsonArray().add("message.burnt"))),
        "eventTypes");
    assertBadArgument(backend.post(PATH, at(URL).put("eventTypes", new JsonArray())), "eventTypes");
    assertBadArgument(
        backend.post(
            PATH, at(URL).put("eventTypes", new JsonArray().add("user.online").add("user.online"))),
        "eventTypes");
    assertBadArgument(backend.post(PATH, at(URL).put("isEnabled", "yes")), "isEnabled");
    assertBadArgument(backend.post(PATH, at(URL).put("secret", "whsec_mine")), "secret");
    assertBadArgument(backend.patch(PATH + "/1", new JsonObject()), "body");
    assertBadArgument(backend.get(PATH + "/x"), "id");
    assertBadArgument(backend.get(PATH + "?$skiptoken=x"), "$skiptoken");
  }

  @Test
  void onlyAKeyOpensThem() {
    for (ApiClient client : List.of(server.client(), server.user("ada"))) {
      assertThat(client.get(PATH).status()).isEqualTo(401);
      assertThat(client.post(PATH, at(URL)).status()).isEqualTo(401);
      assertThat(client.delete(PATH + "/1").status()).isEqualTo(401);
    }
    Answer wrongMethod = backend.put(PATH, at(URL));
    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.header("Allow")).contains("GET").contains("POST");
  }

  @Test
  void theDocumentNamesEveryTypeThatTheEngineTells() {
    List<String> types = Arrays.stream(WebhookType.values()).map(WebhookType::text).toList();
    Answer made = backend.post(PATH, at(URL).put("eventTypes", new JsonArray(types)));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().getJsonArray("eventTypes")).containsExactlyElementsOf(types);
    assertThat(server.document().yaml()).contains(types);
  }
}
