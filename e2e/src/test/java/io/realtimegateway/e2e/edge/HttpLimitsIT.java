package io.realtimegateway.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the HTTP port refuses before any resource sees it, on bare connections.
final class HttpLimitsIT {
  private static final Duration REQUEST = Duration.ofSeconds(2);

  @TempDir private static Path folder;
  private static ServerProcess server;
  private static URI url;

  @BeforeAll
  static void start() {
    server = new ServerProcess(folder).with("--set", "http.request-timeout=2s").start();
    url = server.url();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void headersThatTrickleAreCut() throws IOException {
    try (RawHttp http = new RawHttp(url)) {
      http.send("GET /health HTTP/1.1\r\nHost: localhost\r\n");
      assertThat(http.trickle("X-More: 1\r\n"))
          .isBetween(REQUEST.minusMillis(500), REQUEST.plusSeconds(15));
    }
  }

  @Test
  void aBodyThatTricklesIsCut() throws IOException {
    try (RawHttp http = new RawHttp(url)) {
      http.send(
          "POST /api/v1.0/auth/dev/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{");
      assertThat(http.trickle(" ")).isBetween(REQUEST.minusMillis(500), REQUEST.plusSeconds(15));
    }
  }

  @Test
  void theSecondRequestOfAConnectionHasItsOwnTime() throws IOException {
    try (RawHttp http = new RawHttp(url)) {
      http.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /health HTTP/1.1\r\n");
      assertThat(http.trickle("X-More: 1\r\n")).isLessThan(REQUEST.plusSeconds(15));
    }
  }

  @Test
  void aSocketOutlivesTheTimeOfARequest() {
    ChatUser ada = ChatUser.signIn(url, "ada");
    ChatUser ben = ChatUser.signIn(url, "ben");
    try (ChatSocket adas = ada.connect()) {
      adas.await("hello");
      long conversation = ada.createGroup("tea", ben);
      long end = System.nanoTime() + REQUEST.plusSeconds(1).toNanos();
      while (System.nanoTime() < end) {
        adas.say(conversation, "Tea?");
      }
      assertThat(adas.closeCode()).isEmpty();
    }
  }

  @Test
  void anAddressThatIsTooLongIs414() throws IOException {
    assertRefused("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414);
  }

  @Test
  void headersThatAreTooLongAre431() throws IOException {
    assertRefused(
        "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "a".repeat(17_000) + "\r\n\r\n",
        431);
  }

  @Test
  void whatIsNoHttpIs400() throws IOException {
    assertRefused("GET /health HTTP/1.1\r\nHost: localhost\r\nBad Name: 1\r\n\r\n", 400);
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() throws IOException {
    for (String request :
        new String[] {
          "GET / HTTP/1.1",
          "GET /docs HTTP/1.1",
          "GET /docs/socket HTTP/1.1",
          "GET /openapi.yaml HTTP/1.1",
          "GET /health HTTP/1.1",
          "GET /nowhere HTTP/1.1",
          "DELETE /health HTTP/1.1",
          "GET /api/v1.0/users/me HTTP/1.1",
          "GET /ws HTTP/1.1",
          "POST /ws HTTP/1.1"
        }) {
      try (RawHttp http = new RawHttp(url)) {
        http.send(request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertHeaders(request, http.readToEnd());
      }
    }
  }

  private static void assertRefused(String request, int status) throws IOException {
    try (RawHttp http = new RawHttp(url)) {
      http.send(request);
      String answer = http.readToEnd();
      assertThat(answer)
          .matches("(?s)HTTP/1\\.[01] " + status + " .*")
          .contains("\"code\":\"BadRequest\"");
      String id = answer.replaceFirst("(?s).*\"requestId\":\"([^\"]+)\".*", "$1");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-request-id: " + id + "\r\n");
      assertHeaders(request.substring(0, 12), answer);
    }
  }

  private static void assertHeaders(String request, String answer) {
    String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
    assertThat(head)
        .as(request)
        .contains(
            "x-content-type-options: nosniff",
            "frame-ancestors 'none'",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cache-control: no-")
        .doesNotContain("strict-transport-security", "script-src 'unsafe-inline'");
  }
}
