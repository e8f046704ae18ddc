package io.realtimegateway.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.security.Ticket;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ServiceTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer health() {
    return server.client().send("GET", "/health", null);
  }

  @Test
  void healthIsAsGoodAsItsWorstComponent() {
    server.setJournal(new Health.Component(Health.Status.HEALTHY, "3 records behind"));
    assertThat(health().json().getString("status")).isEqualTo("healthy");

    server.setJournal(new Health.Component(Health.Status.DEGRADED, "nearly full"));
    assertThat(health().status()).isEqualTo(200);
    assertThat(health().json().getString("status")).isEqualTo("degraded");

    server.setJournal(new Health.Component(Health.Status.UNHEALTHY, "full"));
    assertThat(health().status()).isEqualTo(503);
    server.setJournal(Health.Component.GOOD);
  }

  @Test
  void whereNothingMoreIsTakenHealthStillHasItsShape() {
    try (ApiServer stopping = ApiServer.start()) {
      ApiClient client = stopping.client();
      stopping.drain();

      Answer health = client.send("GET", "/health", null);

      assertThat(health.status()).isEqualTo(503);
      assertThat(health.json().getString("status")).isEqualTo("unhealthy");
      JsonObject components = health.json().getJsonObject("components");
      assertThat(components.getJsonObject("tcp_server").getString("status")).isEqualTo("unhealthy");
      assertThat(components.getJsonObject("database").getString("status")).isEqualTo("healthy");
      assertThat(client.get("/users/me").json().getJsonObject("error").getString("code"))
          .isEqualTo("ServiceUnavailable");
    }
  }

  @Test
  void aProcessIsReadyOnceItHasStartedAndNotWhileItStops() {
    try (ApiServer own = ApiServer.start()) {
      ApiClient client = own.client();
      assertThat(client.send("GET", "/health/ready", null).status()).isEqualTo(200);

      own.setProcess(new Health.Component(Health.Status.UNHEALTHY, "The server starts."));
      Answer ready = client.send("GET", "/health/ready", null);
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.json().getJsonObject("components").getJsonObject("process").encode())
          .contains("The server starts.");
      assertThat(client.send("GET", "/health/live", null).status()).isEqualTo(200);

      own.setProcess(Health.Component.GOOD);
      assertThat(client.send("GET", "/health/ready", null).status()).isEqualTo(200);
      own.drain();
      assertThat(client.send("GET", "/health/ready", null).status()).isEqualTo(503);
      assertThat(client.send("GET", "/health/live", null).json().encode())
          .isEqualTo("{\"status\":\"healthy\",\"components\":{}}");
    }
  }

  @Test
  void aTicketCarriesTheLoginAndTheTermOfTheUsersLog() {
    ApiClient user = server.user("ada");

    Ticket ticket =
        server.tickets().verify(user.get("/ws/token").json().getString("ticket")).orElseThrow();

    assertThat(ticket.userID()).isEqualTo(user.userID());
    assertThat(ticket.term()).isEqualTo(7);
    assertThat(user.get("/users/me/logins").json().encode()).contains(ticket.loginID());
  }

  @Test
  void metricsAreReadFromLoopbackButNotThroughAStrangersProxy() {
    Answer metrics = server.client().send("GET", "/metrics", null);

    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.response().body()).contains("rtg_api_requests");
    assertThat(
            server
                .client()
                .with("X-Forwarded-For", "203.0.113.9")
                .send("GET", "/metrics", null)
                .status())
        .isEqualTo(403);
  }

  @Test
  void theDocumentsAndThePagesAreServed() {
    assertThat(server.client().send("GET", "/openapi.yaml", null).response().body())
        .startsWith("openapi:");
    assertThat(server.client().send("GET", "/asyncapi.yaml", null).status()).isEqualTo(200);
    for (String page : new String[] {"/", "/chat", "/docs/api", "/docs/socket"}) {
      Answer answer = server.client().send("GET", page, null);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("text/html");
      assertThat(answer.response().body()).doesNotContain("<script>", "onload", "https://");
    }
    for (String part :
        new String[] {"/docs/swagger-ui-bundle.js", "/docs/docs.js", "/docs/docs.css"}) {
      assertThat(server.client().send("GET", part, null).status()).as(part).isEqualTo(200);
    }
    assertThat(server.client().send("GET", "/docs/socket", null).response().body())
        .contains("<h3 id=\"send_message\">", "<h3 id=\"lagging\">", "4429", "limits.commands");
  }

  @Test
  void withoutAnEngineThereIsNoTicketAndHealthSaysSo() {
    try (ApiServer lonely = ApiServer.start()) {
      ApiClient user = lonely.user("ada");
      lonely.stopEngine();

      Answer ticket = user.get("/ws/token");
      for (int i = 0; i < 100 && ticket.status() == 200; i++) {
        ticket = user.get("/ws/token");
      }

      assertThat(ticket.status()).isEqualTo(503);
      assertThat(ticket.header("Retry-After")).isEqualTo("1");
      assertThat(lonely.client().send("GET", "/health", null).status()).isEqualTo(503);
      assertThat(lonely.client().send("GET", "/health/ready", null).status()).isEqualTo(503);
      assertThat(lonely.client().send("GET", "/health/live", null).status()).isEqualTo(200);
    }
  }
}
