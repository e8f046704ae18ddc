package io.realtimegateway.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers may send, and pages of strangers, on bare connections.
final class StrangersIT {
  private static final String LOGIN =
      "POST /api/v1.0/auth/dev/login HTTP/1.1\r\nHost: localhost\r\n";
  private static final int SMALL_LOG = 20_000;

  @TempDir private static Path folder;
  private static ServerProcess server;
  private static URI url;

  @BeforeAll
  static void start() {
    server = new ServerProcess(folder).with("--set", "log.level=debug").start();
    url = server.url();
  }

  @AfterAll
  static void stop() {
    boolean hasFailed = server.hasLogged(" ERROR ");
    server.close();
    assertThat(hasFailed).as("errors in the log").isFalse();
  }

  @Test
  void aFewPipelinedRequestsAreAllAnswered() throws IOException {
    String one = "GET /api/v1.0/auth/providers HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String last = one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    assertThat(exchange(one.repeat(63) + last).split("HTTP/1.1 200 OK", -1)).hasSize(65);
  }

  @Test
  void aConnectionWithManyUnansweredRequestsIsClosedWithoutFillingTheLog() throws IOException {
    long before = logSize();
    try (RawHttp http = new RawHttp(url)) {
      http.sendWhileOpen("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2_600));
      http.awaitEnd();
    }
    assertSound(before);
  }

  @Test
  void chunksThatCannotBeReadAreNoFaultOfOurs() throws IOException {
    long before = logSize();
    String answer =
        exchange(
            LOGIN
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
    // The decoder may have closed the connection before there is an answer.
    assertThat(answer).matches("(?s)|HTTP/1.1 400 .*\"code\":\"BadRequest\".*");
    assertSound(before);
  }

  @Test
  void anUploadThatBreaksOffIsNoFaultOfOurs() throws IOException {
    long before = logSize();
    for (int upload = 0; upload < 50; upload++) {
      try (RawHttp http = new RawHttp(url)) {
        http.send(LOGIN + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"em");
      }
    }
    assertThat(exchange("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertSound(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
        "Multipart/Form-Data",
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/octet-stream"
      })
  void aBodyThatIsNotJsonIs415(String type) throws IOException {
    long before = logSize();
    String answer =
        exchange(
            LOGIN
                + "Connection: close\r\nContent-Type: "
                + type
                + "\r\nContent-Length: 9\r\n\r\n--x\r\nabcd");
    assertThat(answer).startsWith("HTTP/1.1 415 ").contains("\"code\":\"UnsupportedMediaType\"");
    assertSound(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:7000",
        "localhost.",
        "127.0.0.1",
        "127.9.9.9:1",
        "[::1]:7000"
      })
  void underItsOwnNamesTheServerIsReached(String host) throws IOException {
    assertThat(get("/api/v1.0/auth/providers", host)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "/, evil.example",
    "/api/v1.0/auth/providers, evil.example:7000",
    "/metrics, evil.example",
    "/docs, localhost.evil.example",
    "/health, 10.9.9.9",
    "/ws, evil.example",
    "/nowhere, 127.0.0.1.evil.example"
  })
  void underANameOfAStrangerItIsNot(String path, String host) throws IOException {
    assertThat(get(path, host))
        .startsWith("HTTP/1.1 421 ")
        .contains("\"requestId\"", "http.allowed-hosts")
        .containsIgnoringCase("x-content-type-options: nosniff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/nowhere", "/api/v1.0/users/me", "/ws", "/docs/%zz"})
  void everyAnswerHasADate(String path) throws IOException {
    assertThat(get(path, "localhost"))
        .containsPattern(
            "(?i)\r\ndate: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT\r\n");
  }

  @Test
  void theAnswerToHeadHasADateToo() throws IOException {
    assertThat(exchange("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .containsPattern("(?i)\r\ndate: [A-Z]");
  }

  @Test
  void whatIsNoHttpHasADateToo() throws IOException {
    assertThat(exchange("GET /health HTTP/1.1\r\nHost: localhost\r\nBad Name: 1\r\n\r\n"))
        .containsPattern("(?i)\r\ndate: [A-Z]");
  }

  @Test
  void theRequestIdOfAnErrorIsInTheLog() throws IOException {
    String answer = get("/api/v1.0/users/me", "localhost");
    String id = answer.replaceFirst("(?s).*\"requestId\":\"([^\"]+)\".*", "$1");
    assertThat(id).hasSize(36);
    assertThat(server.hasLogged(id)).isTrue();
  }

  @Test
  void aProxyThatIsNotTrustedIsNoticedOnce() throws IOException {
    for (int request = 0; request < 3; request++) {
      exchange(
          "GET /health HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n");
    }
    assertThat(server.log().split("http.trusted-proxies does not name it", -1)).hasSize(2);
  }

  @Test
  void theServerApiIsBelowTheBaseAlone() throws IOException {
    assertThat(get("/server/webhooks", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/server", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/%73erver/webhooks", "localhost")).startsWith("HTTP/1.1 404 ");
    assertThat(get("/api/v1.0/server/webhooks", "localhost")).startsWith("HTTP/1.1 401 ");
  }

  private static String get(String path, String host) throws IOException {
    return exchange("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
  }

  private static String exchange(String request) throws IOException {
    try (RawHttp http = new RawHttp(url)) {
      http.send(request);
      return http.readToEnd();
    }
  }

  private static long logSize() throws IOException {
    return Files.size(folder.resolve("server.log"));
  }

  private static void assertSound(long sizeBefore) throws IOException {
    String written = Files.readString(folder.resolve("server.log")).substring((int) sizeBefore);
    assertThat(written).doesNotContain(" ERROR ", " WARN ", "\tat ");
    assertThat(written.length()).isLessThan(SMALL_LOG);
  }
}
