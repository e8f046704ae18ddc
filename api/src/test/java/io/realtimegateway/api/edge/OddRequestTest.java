package io.realtimegateway.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no well-behaved client sends.
final class OddRequestTest {
  private static ApiServer server;
  private static ApiClient ada;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    ada = server.user("ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anEmptyIdIsNotTheWholeCollection() {
    for (String path :
        List.of("/users/me/logins/", "/users/friends/", "/conversations/5/messages/")) {
      assertThat(ada.delete(path).status()).as(path).isEqualTo(404);
    }
    assertThat(ada.get("/conversations/").status()).isEqualTo(404);
    assertThat(ada.send("DELETE", "/users/me/logins/", null).status()).isEqualTo(404);
    assertThat(ada.get("/users/me").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/users/me/logins//",
        "/users/me/logins/.",
        "/users/me/logins/%2E",
        "/users/me/logins/%2e",
        "/users/me/logins/x/..",
        "/users/me/logins/x/.%2E",
        "/users/me//logins",
        "//users/me/logins",
        "/./users/me/logins",
        "/server/users//logins"
      })
  void noPathMeansAnother(String path) {
    for (String base : List.of("", "/api/v1.0")) {
      Answer answer = ada.send("DELETE", base + path, null);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.error()).isEqualTo("NotFoundRequest");
    }
    assertThat(ada.get("/users/me").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1.0/users/%zz", "/conversations/%4", "/docs/%zz", "/%", "/ws%zz"})
  void aPathThatCannotBeDecodedIsAnErrorLikeAnyOther(String path) throws IOException {
    assertThat(rawGet(path, "Host: localhost"))
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("x-request-id: ")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .contains("\"code\":\"BadRequest\"", "\"requestId\"");
  }

  /// In Java's expressions `$` stands before a line break at the end, too.
  @Test
  void aLineBreakAtTheEndIsNoEnd() {
    JsonObject user = new JsonObject().put("email", "eve@example.org").put("displayName", "Eve");
    for (String end : List.of("\n", "\r\n")) {
      for (String field : List.of("email", "displayName")) {
        Answer answer =
            ada.post("/auth/dev/login", user.copy().put(field, user.getString(field) + end));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.target()).isEqualTo(field);
      }
    }
    for (String end : List.of("\n", "\r\n", "\u0085", "\u2028")) {
      String id = ada.userID() + end;
      JsonObject group =
          new JsonObject()
              .put("participantIDs", new JsonArray().add(id))
              .put("conversationType", "group-chat")
              .put("groupName", "Odd");
      assertThat(ada.post("/conversations", group).status()).isEqualTo(400);
      String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
      assertThat(ada.get("/users/" + encoded).status()).isEqualTo(400);
    }
  }

  @Test
  void aPageKnowsGetAlone() {
    for (String path : List.of("/", "/chat", "/docs", "/docs/socket", "/docs/docs.js")) {
      Answer answer = ada.send("POST", path, "{}");
      assertThat(answer.status()).as(path).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }
  }

  @Test
  void theAnswerToHeadSaysHowLongTheBodyWouldBe() {
    for (String path : List.of("/api/v1.0/users/me", "/openapi.yaml", "/docs")) {
      int length =
          ada.send("GET", path, null).response().body().getBytes(StandardCharsets.UTF_8).length;
      assertThat(ada.send("HEAD", path, null).header("Content-Length"))
          .as(path)
          .isEqualTo("" + length);
    }
  }

  @Test
  void severalAcceptHeadersAreOneList() throws IOException {
    assertThat(raw("Host: localhost", "Accept: text/html", "Accept: application/json"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(raw("Host: localhost", "Accept: text/html", "Accept: text/plain"))
        .startsWith("HTTP/1.1 406 ");
  }

  @Test
  void aRequestWithoutOneGoodHostIs400() throws IOException {
    for (String[] hosts :
        new String[][] {{}, {"Host: a b"}, {"Host: a/b"}, {"Host: a", "Host: b"}, {"Host:"}}) {
      assertThat(raw(hosts))
          .as(String.join(", ", hosts))
          .startsWith("HTTP/1.1 400 ")
          .contains("\"code\":\"BadRequest\"", "\"requestId\"");
    }
  }

  private static String raw(String... headers) throws IOException {
    return rawGet("/api/v1.0/auth/providers", headers);
  }

  private static String rawGet(String path, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(30_000);
      String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String request = "GET " + path + " HTTP/1.1\r\n" + lines + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aBodyOverTheLimitIs413AlsoWhereNoneIsTaken() {
    String large = "x".repeat(65_537);
    for (String path : List.of("/users/friends/5", "/conversations/5/messages/7")) {
      Answer answer = ada.send("DELETE", "/api/v1.0" + path, large);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.error()).isEqualTo("PayloadTooLarge");
    }
    assertThat(ada.send("DELETE", "/api/v1.0/users/friends/5", "x".repeat(65_536)).status())
        .isEqualTo(404);
  }

  @Test
  void whatWasSurelyNotDoneUnderANameIsAnsweredAsRejected() {
    ApiClient named =
        ada.with("Repeatability-Request-ID", "odd")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");
    JsonObject group =
        new JsonObject()
            .put("participantIDs", new JsonArray().add("" + server.user("ben").userID()))
            .put("conversationType", "group-chat")
            .put("groupName", "Odd");

    assertThat(named.post("/conversations", group).header("Repeatability-Result"))
        .isEqualTo("accepted");
    for (Answer refused :
        List.of(
            named.post("/conversations", group.copy().put("groupName", "Other")),
            named.post("/conversations", group.copy().put("groupName", "")),
            named.post("/conversations/999/messages", new JsonObject().put("content", "Hello")),
            ada.with("Repeatability-Request-ID", "odd").post("/conversations", group))) {
      assertThat(refused.status()).isIn(400, 404, 409);
      assertThat(refused.header("Repeatability-Result")).isEqualTo("rejected");
    }
    assertThat(
            ada.post("/conversations", group.copy().put("groupName", ""))
                .header("Repeatability-Result"))
        .isEmpty();
  }
}
