package io.realtimegateway.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Command;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EdgeTest {
  private static final String ORIGIN = "https://chat.example.org";
  private static ApiServer server;
  private static ApiClient ada;

  @BeforeAll
  static void start() {
    server = ApiServer.start(EdgeTest::withOrigin);
    ada = server.user("ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiSettings withOrigin(ApiSettings usual) {
    return withSignIns(usual, new Rate(10_000, Duration.ofMinutes(1), 10_000));
  }

  private static ApiSettings withSignIns(ApiSettings usual, Rate signIns) {
    EdgeSettings edge =
        new EdgeSettings(
            64 * 1024,
            Duration.ofSeconds(1),
            1024,
            new Rate(10, Duration.ofSeconds(100), 30),
            signIns,
            Set.of(ORIGIN),
            List.of(Network.parse("127.0.0.1")));
    return new ApiSettings(
        edge,
        usual.signIn(),
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private static ApiClient user() {
    return server.user("user");
  }

  private static ApiClient browser() {
    return server.client().with("Cookie", "token=" + user().token());
  }

  @Test
  void anUnknownPathIs404AndAWrongMethod405WithTheAllowedOnes() {
    Answer unknown = ada.get("/nothing/here");
    Answer method = ada.delete("/conversations");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.error()).isEqualTo("NotFoundRequest");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.error()).isEqualTo("MethodNotAllowed");
    assertThat(method.header("Allow")).isEqualTo("GET, HEAD, POST");
  }

  @Test
  void pathsAreServedWithoutThePrefixToo() {
    ApiClient user = user();

    assertThat(user.send("GET", "/users/me", null).status()).isEqualTo(200);
    assertThat(user.send("GET", "/conversations/x", null).target()).isEqualTo("id");
    assertThat(user.send("DELETE", "/conversations", null).status()).isEqualTo(405);
  }

  @Test
  void headIsGetWithoutABody() {
    Answer answer = user().send("HEAD", "/api/v1.0/users/me", null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEmpty();
    assertThat(answer.header("Content-Length")).isNotEqualTo("0");
  }

  @Test
  void onlyClientsThatTakeJsonAreServedJson() {
    ApiClient user = user();

    assertThat(user.with("Accept", "text/html").get("/users/me").status()).isEqualTo(406);
    assertThat(user.with("Accept", "application/json;q=0, */*").get("/users/me").status())
        .isEqualTo(406);
    assertThat(user.with("Accept", "text/html, */*;q=0.1").get("/users/me").status())
        .isEqualTo(200);
    assertThat(user.with("Accept", "text/html").get("/openapi.yaml").status()).isEqualTo(200);
  }

  @Test
  void aBodyMustBeJsonAndNotTooLarge() {
    ApiClient user = user();
    String path = "/api/v1.0/friendrequests";

    assertThat(user.with("Content-Type", "text/plain").send("POST", path, "{}").status())
        .isEqualTo(415);
    assertThat(user.with("Content-Encoding", "gzip").send("POST", path, "{}").status())
        .isEqualTo(415);
    assertThat(user.with("Content-Encoding", "identity").send("POST", path, "{}").status())
        .isEqualTo(400);
    assertThat(
            user.with("Content-Type", "application/json; charset=latin1")
                .send("POST", path, "{}")
                .status())
        .isEqualTo(415);
    Answer large = user.send("POST", path, "{\"recipientEmail\":\"" + "x".repeat(65_536) + "\"}");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.error()).isEqualTo("PayloadTooLarge");
  }

  @Test
  void aBodyThatIsNoObjectOrNamesAFieldTwiceIsABadRequest() {
    ApiClient user = user();
    for (String wrong :
        List.of(
            "",
            "{",
            "[]",
            "\"text\"",
            "{} {}",
            "{\"recipientEmail\":\"a@b.c\",\"recipientEmail\":\"a@b.c\"}")) {
      Answer answer = user.send("POST", "/api/v1.0/friendrequests", wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(400);
      assertThat(answer.error()).as(wrong).isEqualTo("BadRequest");
    }
  }

  @Test
  void aRequestIdIsKeptOrMade() {
    ApiClient client = server.client();

    Answer kept = client.with("X-Request-Id", "abc-1").get("/users/me");
    assertThat(kept.header("X-Request-Id")).isEqualTo("abc-1");
    assertThat(
            kept.json().getJsonObject("error").getJsonObject("innererror").getString("requestId"))
        .isEqualTo("abc-1");
    assertThat(client.with("X-Request-Id", "a b").get("/users/me").header("X-Request-Id"))
        .hasSize(36);
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() {
    for (Answer answer : List.of(user().get("/users/me"), server.client().get("/nothing"))) {
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Content-Security-Policy"))
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe-inline");
      assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Strict-Transport-Security")).isEmpty();
    }
  }

  @Test
  void corsIsForConfiguredOriginsAlone() {
    ApiClient user = user();

    Answer allowed = user.with("Origin", ORIGIN).get("/users/me");
    Answer other = user.with("Origin", "https://evil.example").get("/users/me");

    assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
    assertThat(allowed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(allowed.header("Access-Control-Expose-Headers"))
        .contains("Location", "Retry-After", "X-Request-Id");
    assertThat(allowed.header("Vary")).isEqualTo("Origin");
    assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(other.header("Vary")).isEqualTo("Origin");
  }

  @Test
  void aPreflightOfAConfiguredOriginIsAnswered() {
    ApiClient page =
        server
            .client()
            .with("Origin", ORIGIN)
            .with("Access-Control-Request-Method", "POST")
            .with("Access-Control-Request-Headers", "content-type");

    Answer answer = page.send("OPTIONS", "/api/v1.0/conversations", null);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST", "PATCH");
    assertThat(answer.header("Access-Control-Allow-Headers")).contains("Content-Type");
    assertThat(
            page.with("Origin", "https://evil.example")
                .send("OPTIONS", "/api/v1.0/conversations", null)
                .header("Access-Control-Allow-Methods"))
        .isEmpty();
  }

  @Test
  void anotherSitesPageCannotChangeAnythingWithTheCookie() {
    JsonObject body = new JsonObject().put("recipientEmail", "nobody@example.org");

    assertThat(
            browser().with("Origin", "https://evil.example").post("/friendrequests", body).status())
        .isEqualTo(403);
    assertThat(
            browser().with("Sec-Fetch-Site", "cross-site").post("/friendrequests", body).status())
        .isEqualTo(403);
    assertThat(browser().with("Origin", "null").post("/friendrequests", body).status())
        .isEqualTo(403);
    assertThat(browser().with("Origin", ORIGIN).post("/friendrequests", body).status())
        .isEqualTo(404);
    assertThat(browser().post("/friendrequests", body).status())
        .as("a script with the cookie, see ADR 4")
        .isEqualTo(404);
    assertThat(
            browser()
                .with("Origin", "http://127.0.0.1:" + server.port())
                .post("/friendrequests", body)
                .status())
        .isEqualTo(404);
    assertThat(user().with("Origin", "https://evil.example").post("/friendrequests", body).status())
        .isEqualTo(404);
    assertThat(
            server
                .client()
                .with("Origin", "https://evil.example")
                .post(
                    "/auth/dev/login",
                    new JsonObject().put("email", "a@example.org").put("displayName", "A"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void aUserWhoAsksTooOftenWaits() {
    ApiClient user = user();
    Answer answer = user.get("/users/me");
    for (int i = 0; i < 40 && answer.status() == 200; i++) {
      answer = user.get("/users/me");
    }

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.error()).isEqualTo("RateLimit");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 10);
    assertThat(user().get("/users/me").status()).isEqualTo(200);
  }

  @Test
  void linksFollowTheTrustedProxysHeaders() {
    ApiClient user = user();
    ApiClient other = user();
    String email = other.get("/users/me").json().getString("email");

    Answer answer =
        user.with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "chat.example.org:443")
            .with("X-Forwarded-For", "203.0.113.9")
            .post("/friendrequests", new JsonObject().put("recipientEmail", email));

    assertThat(answer.header("Location"))
        .isEqualTo("https://chat.example.org/api/v1.0/friendrequests/sent/" + other.userID());
    assertThat(answer.header("Strict-Transport-Security")).isNotEmpty();
  }

  @Test
  void signInsAreCountedForTheAddressThatTheProxyNamesWithOrWithoutPort() {
    Rate few = new Rate(1, Duration.ofMinutes(10), 30);
    try (ApiServer strict = ApiServer.start(usual -> withSignIns(usual, few))) {
      assertThat(signInsOf(strict, n -> "198.51.100." + (n + 1) + ":4711")).doesNotContain(429);
      assertThat(signInsOf(strict, n -> "192.0.2.44:" + (4000 + n))).contains(429);
      assertThat(signInsOf(strict, n -> "[2001:db8:0:" + (n + 1) + "::1]:4711"))
          .doesNotContain(429);
      assertThat(signInsOf(strict, n -> "[2001:db8:ffff:1::" + (n + 1) + "]:4711")).contains(429);
    }
  }

  /// The statuses of 40 sign-ins, each from the address that the proxy names.
  private static List<Integer> signInsOf(ApiServer strict, IntFunction<String> address) {
    JsonObject who = new JsonObject().put("email", "many@example.org").put("displayName", "Many");
    return IntStream.range(0, 40)
        .mapToObj(
            n ->
                strict
                    .client()
                    .with("X-Forwarded-For", address.apply(n))
                    .post("/auth/dev/login", who)
                    .status())
        .toList();
  }

  @Test
  void theStandardForwardedHeaderCountsToo() {
    Answer answer =
        user()
            .with("Forwarded", "for=\"[2001:db8::17]:4711\";proto=https;host=chat.example.org")
            .get("/conversations?$top=1");
    assertThat(answer.header("Strict-Transport-Security")).isNotEmpty();
  }

  @Test
  void whereTheTwoKindsOfForwardingHeadersDifferNeitherCounts() {
    Answer answer =
        user().with("X-Forwarded-Proto", "http").with("Forwarded", "proto=https").get("/users/me");
    assertThat(answer.header("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void anOperationThatTakesTooLongIsA504() {
    ApiClient user = user();
    server
        .engine()
        .intercept(
            request -> {
              if (request instanceof Command.Barrier barrier) {
                return new io.realtimegateway.protocol.packet.Answer.PresenceState(
                    barrier.request() + 1_000_000, List.of());
              }
              return null;
            });

    Answer answer = user.get("/conversations");

    server.engine().intercept(_ -> null);
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.error()).isEqualTo("Timeout");
  }

  @Test
  void aFaultOfTheEngineKeepsItsCode() {
    ApiClient user = user();
    server.engine().fail(Command.Resume.class, ErrorCode.INTERNAL);

    Answer answer = user.get("/conversations/5/changes");

    server.engine().intercept(_ -> null);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.error()).isEqualTo("InternalServerError");
  }
}
