package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SignInTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonObject ada() {
    return new JsonObject().put("email", "ada@example.org").put("displayName", "Ada");
  }

  private static List<String> ids(Answer logins) {
    return logins.value().stream().map(login -> ((JsonObject) login).getString("id")).toList();
  }

  private static String oneThatIsNotCurrent(Answer logins) {
    return logins.value().stream()
        .map(JsonObject.class::cast)
        .filter(login -> !login.getBoolean("isCurrent"))
        .map(login -> login.getString("id"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void devLoginAnswersWithTheUserAndTheCookie() {
    Answer answer = server.client().post("/auth/dev/login", ada());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("displayName")).isEqualTo("Ada");
    assertThat(answer.json().getString("email")).isEqualTo("ada@example.org");
    assertThat(answer.header("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400")
        .doesNotContain("Secure");
  }

  @Test
  void theSameEmailIsTheSameUserWhateverItsCase() {
    String first = server.client().post("/auth/dev/login", ada()).json().getString("id");
    JsonObject shouted = ada().put("email", "ADA@EXAMPLE.ORG");

    assertThat(server.client().post("/auth/dev/login", shouted).json().getString("id"))
        .isEqualTo(first);
  }

  @Test
  void aWrongEmailAndABlankNameAreNamedTogether() {
    Answer answer =
        server
            .client()
            .post(
                "/auth/dev/login",
                new JsonObject().put("email", "nobody").put("displayName", "   "));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.json().getJsonObject("error").getJsonArray("details"))
        .extracting(detail -> ((JsonObject) detail).getString("target"))
        .containsExactlyInAnyOrder("email", "displayName");
  }

  @Test
  void theCookieIsAsGoodAsTheBearerToken() {
    Answer login = server.client().post("/auth/dev/login", ada());
    ApiClient browser = server.client().with("Cookie", "token=" + ApiClient.cookie(login));

    assertThat(browser.get("/users/me").json().getString("id"))
        .isEqualTo(login.json().getString("id"));
  }

  @Test
  void withoutALoginTheAnswerIs401WithAChallenge() {
    Answer answer = server.client().get("/users/me");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo("UnauthorizedRequest");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void aMalformedAuthorizationIs401EvenBesideAGoodCookie() {
    ApiClient user = server.user("ada");
    for (String wrong : new String[] {"Basic YTpi", "Bearer", "Bearer a b", "Bearer nonsense"}) {
      ApiClient client =
          server.client().with("Cookie", "token=" + user.token()).with("Authorization", wrong);

      assertThat(client.get("/users/me").status()).as(wrong).isEqualTo(401);
    }
  }

  @Test
  void logoutClearsTheCookieRevokesTheLoginAndNotifiesTheEngine() {
    ApiClient user = server.user("ada");

    Answer answer = user.post("/auth/logout");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Set-Cookie")).startsWith("token=;").contains("Max-Age=0");
    assertThat(user.get("/users/me").status()).isEqualTo(401);
    assertThat(server.engine().heard(SessionPacket.RevokeLogins.class))
        .anyMatch(told -> told.userID() == user.userID() && told.loginID() != null);
  }

  @Test
  void loginsAreListedAndEndedOneByOne() {
    ApiClient first = server.user("ada");
    String email = first.get("/users/me").json().getString("email");
    ApiClient second = server.client().with("User-Agent", "a phone");
    second.signIn(email, "Ada");

    JsonObject current =
        second.get("/users/me/logins").value().stream()
            .map(JsonObject.class::cast)
            .filter(login -> login.getBoolean("isCurrent"))
            .findFirst()
            .orElseThrow();
    JsonObject other =
        second.get("/users/me/logins").value().stream()
            .map(JsonObject.class::cast)
            .filter(login -> !login.getBoolean("isCurrent"))
            .findFirst()
            .orElseThrow();

    assertThat(current.getString("userAgent")).isEqualTo("a phone");
    Answer ended = second.delete("/users/me/logins/" + other.getString("id"));
    assertThat(ended.status()).isEqualTo(204);
    assertThat(ended.header("Set-Cookie")).isEmpty();
    assertThat(first.get("/users/me").status()).isEqualTo(401);
    assertThat(second.get("/users/me").status()).isEqualTo(200);
    assertThat(second.delete("/users/me/logins/" + other.getString("id")).status()).isEqualTo(404);
  }

  @Test
  void loginsArePagedByKeyAlsoWhenOneEndsBetween() {
    ApiClient user = server.user("ada");
    String email = user.get("/users/me").json().getString("email");
    for (int i = 0; i < 4; i++) {
      server.client().signIn(email, "Ada");
    }
    List<String> all = ids(user.get("/users/me/logins"));

    Answer first = user.get("/users/me/logins?$top=2");
    user.delete("/users/me/logins/" + oneThatIsNotCurrent(first));
    Answer second = user.follow(first.json().getString("@nextLink"));
    Answer third = user.follow(second.json().getString("@nextLink"));

    assertThat(all).hasSize(5);
    assertThat(ids(first)).isEqualTo(all.subList(0, 2));
    assertThat(ids(second)).isEqualTo(all.subList(2, 4));
    assertThat(ids(third)).isEqualTo(all.subList(4, 5));
    assertThat(third.json().getString("@nextLink")).isNull();
    assertThat(user.get("/users/me/logins?$skiptoken=x").target()).isEqualTo("$skiptoken");
  }

  @Test
  void anotherUsersLoginIsUnknown() {
    ApiClient ada = server.user("ada");
    String adas = ((JsonObject) ada.get("/users/me/logins").value().getValue(0)).getString("id");

    assertThat(server.user("grace").delete("/users/me/logins/" + adas).status()).isEqualTo(404);
    assertThat(ada.get("/users/me").status()).isEqualTo(200);
  }

  @Test
  void aUserWhoEndedAllLoginsCanSignInAgainAtOnce() {
    ApiClient user = server.user("ada");
    String email = user.get("/users/me").json().getString("email");

    assertThat(user.delete("/users/me/logins").status()).isEqualTo(204);
    assertThat(user.get("/users/me").status()).isEqualTo(401);
    ApiClient again = server.client();
    again.signIn(email, "Ada");

    assertThat(again.get("/users/me").status()).isEqualTo(200);
  }

  @Test
  void providersSayThatDevLoginIsOn() {
    assertThat(server.client().get("/auth/providers").json())
        .isEqualTo(new JsonObject("{\"devLogin\":true,\"providers\":[]}"));
  }

  /// Another application of the domain may set a cookie of this name, and proxies split the header.
  @Test
  void theFirstGoodOfSeveralCookiesCounts() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    ApiClient ended = server.user("cay");
    ended.post("/auth/logout");
    String id = Long.toString(ada.userID());

    for (String cookie :
        List.of(
            "token=x; token=" + ada.token(),
            "token=" + ended.token() + "; other=1; token=" + ada.token(),
            "token=; token=\"" + ada.token() + "\"",
            "token=" + ada.token() + "; token=" + ben.token())) {
      assertThat(server.client().with("Cookie", cookie).get("/users/me").json().getString("id"))
          .as(cookie)
          .isEqualTo(id);
    }
    assertThat(
            server
                .client()
                .with("Cookie", "token=x; token=" + ended.token())
                .get("/users/me")
                .status())
        .isEqualTo(401);
  }
}
