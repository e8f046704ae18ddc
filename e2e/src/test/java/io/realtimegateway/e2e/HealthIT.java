package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Health and metrics of each role, while it starts, works, and has no engine.
final class HealthIT {
  @TempDir private Path folder;

  @Test
  void anEngineAndAGatewayInProcessesOfTheirOwnTellTheirHealth() {
    int opsPort = FreePort.find();
    int linkPort = FreePort.find();
    URI ops = URI.create("http://127.0.0.1:" + opsPort);
    try (ServerProcess engine =
            new ServerProcess(folder.resolve("engine"))
                .with("--roles", "engine", "--set", "link.port=" + linkPort)
                .with("--set", "ops.port=" + opsPort)
                .start();
        ServerProcess gateway =
            new ServerProcess(folder.resolve("gateway"))
                .with("--roles", "gateway", "--set", "link.engine=127.0.0.1:" + linkPort)
                .with("--set", "link.secret-file=" + engine.data().resolve("link.secret"))
                .start()) {
      assertThat(status(ops, "/health/live")).isEqualTo(200);
      assertThat(status(ops, "/health/ready")).isEqualTo(200);
      Reply health = ChatUser.anonymous(ops, "/health").expect(200);
      assertThat(health.body().getJsonObject("components").fieldNames())
          .containsExactly("database", "journal");
      assertThat(ChatUser.anonymous(ops, "/metrics").expect(200).text())
          .contains("journal_unarchived_bytes");
      refusesEverythingElse(ops);
      engine
          .command("health", "--roles", "engine", "--set", "ops.port=" + opsPort)
          .expect(0, "The server lives.");

      Patience.until("the gateway", () -> status(gateway.url(), "/health/ready") == 200);
      assertThat(components(gateway, 200)).containsExactly("tcp_server");
      assertThat(ChatUser.anonymous(gateway.url(), "/metrics").expect(200).text())
          .contains("rtg_gateway_sessions");
      engine.kill();
      Patience.until(
          "the gateway to be without an engine",
          () -> status(gateway.url(), "/health/ready") == 503);
      assertThat(components(gateway, 503)).containsExactly("tcp_server");
      assertThat(status(gateway.url(), "/health/live")).isEqualTo(200);
      String port = Integer.toString(gateway.url().getPort());
      String secret = "link.secret-file=" + engine.data().resolve("link.secret");
      gateway
          .command("health", "--roles", "gateway", "--port", port, "--set", secret)
          .expect(0, "lives");
      engine
          .command("health", "--roles", "engine", "--set", "ops.port=" + opsPort)
          .expect(1, "No answer from /127.0.0.1:" + opsPort);
    }
  }

  @Test
  void aProcessThatStartsIsAliveAndNotReady() throws IOException {
    int port = FreePort.find();
    URI url = URI.create("http://127.0.0.1:" + port);
    // It takes connections and says nothing, as a database that hangs.
    try (ServerSocket silent = new ServerSocket(0);
        ServerProcess server =
            new ServerProcess(folder.resolve("server"))
                .with("--port", Integer.toString(port), "--set", "database.start-wait=5m")
                .environment(
                    "DATABASE_URL",
                    "postgres://chat:word@127.0.0.1:" + silent.getLocalPort() + "/chat")
                .begin()) {
      Patience.until("the port", () -> status(url, "/health/live") == 200);
      Reply ready = ChatUser.anonymous(url, "/health/ready").expect(503);
      assertThat(ready.text()).contains("The server starts.");
      ChatUser.anonymous(url, "/health").expect(503);
      Reply early = ChatUser.anonymous(url, "/api/v1.0/users/me").expect(503);
      assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(early.body().getJsonObject("error").getString("code"))
          .isEqualTo("ServiceUnavailable");
      assertThat(status(url, "/ws?token=x")).isEqualTo(503);
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aProcessWithAllRolesIsReadyWhenItSaysSo() {
    try (ServerProcess server = new ServerProcess(folder.resolve("server")).start()) {
      JsonObject ready = ChatUser.anonymous(server.url(), "/health/ready").expect(200).body();
      assertThat(ready.getJsonObject("components").fieldNames())
          .containsExactly("process", "tcp_server");
    }
  }

  @Test
  void aTakenPortForOperationsEndsTheStartWithARemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0);
        ServerProcess engine =
            new ServerProcess(folder.resolve("engine"))
                .with("--roles", "engine", "--set", "ops.host=0.0.0.0")
                .with("--set", "ops.port=" + taken.getLocalPort())) {
      assertThat(engine.startAndFail()).isEqualTo(4);
      assertThat(engine.log()).contains("Set ops.port to another port");
    }
  }

  private static void refusesEverythingElse(URI ops) {
    assertThat(status(ops, "/")).isEqualTo(404);
    assertThat(status(ops, "/ws")).isEqualTo(404);
    assertThat(status(ops, "/health/none")).isEqualTo(404);
    HttpResponse<String> wrong =
        exchange(HttpRequest.newBuilder(ops.resolve("/health")).DELETE().build());
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, HEAD");
    HttpResponse<String> forwarded =
        exchange(
            HttpRequest.newBuilder(ops.resolve("/metrics"))
                .header("X-Forwarded-For", "203.0.113.9")
                .build());
    assertThat(forwarded.statusCode()).isEqualTo(403);
    String id = forwarded.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(forwarded.body()).contains("ForbiddenRequest", id);
  }

  private static Iterable<String> components(ServerProcess gateway, int status) {
    return ChatUser.anonymous(gateway.url(), "/health")
        .expect(status)
        .body()
        .getJsonObject("components")
        .fieldNames();
  }

  /// 0 where nothing answers.
  private static int status(URI server, String path) {
    try {
      return exchange(HttpRequest.newBuilder(server.resolve(path)).build()).statusCode();
    } catch (IllegalStateException _) {
      return 0;
    }
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
