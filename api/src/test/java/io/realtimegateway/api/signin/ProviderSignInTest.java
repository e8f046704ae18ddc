package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.api.testing.TestProvider;
import io.realtimegateway.edge.rate.Rate;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ProviderSignInTest {
  private static final String CALLBACK = "/auth/redirect/oauth/google/callback";
  private static final Map<String, Object> ADA =
      Map.of(
          "email", "ada@example.org",
          "email_verified", true,
          "name", "Ada Lovelace",
          "picture", "https://example.org/ada.png");

  private static TestProvider provider;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    provider = TestProvider.start();
    server = ApiServer.start(ProviderSignInTest::withProviders);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  @AfterEach
  void signTruly() {
    provider.useTrueKey();
  }

  private static ApiSettings withProviders(ApiSettings usual) {
    ProviderSettings away =
        new ProviderSettings(
            "away",
            "Nobody",
            URI.create("http://127.0.0.1:1/nobody"),
            "client",
            Optional.empty(),
            ProviderSettings.USUAL_SCOPES,
            false);
    List<ProviderSettings> providers =
        List.of(provider.settings("google", "Google"), provider.settings("second", "Two"), away);
    SignInSettings signIn =
        new SignInSettings(
            true,
            false,
            Duration.ofHours(24),
            Optional.of(URI.create("https://chat.example.org/")),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            providers,
            Optional.empty());
    return new ApiSettings(
        withoutLimits(usual.edge()),
        signIn,
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  static EdgeSettings withoutLimits(EdgeSettings usual) {
    return new EdgeSettings(
        usual.maxBodyBytes(),
        usual.requestTimeout(),
        usual.maxRunning(),
        usual.perUser(),
        new Rate(10_000, Duration.ofMinutes(1), 10_000),
        usual.origins(),
        usual.trustedProxies());
  }

  /// A browser that was at the provider.
  ///
  /// @param callback path and query that the provider sends it to
  private record Returned(String callback, String state, String verifier) {
    Answer come() {
      return comeTo(callback);
    }

    Answer comeTo(String path) {
      return server
          .client()
          .with("Cookie", "state=" + state + "; pkce_verifier=" + verifier)
          .send("GET", path, null);
    }
  }

  private static Map<String, String> cookies(Answer answer) {
    Map<String, String> cookies = new HashMap<>();
    for (String cookie : answer.response().headers().allValues("Set-Cookie")) {
      int equals = cookie.indexOf('=');
      cookies.put(cookie.substring(0, equals), cookie.substring(equals + 1, cookie.indexOf(';')));
    }
    return cookies;
  }

  private static Returned visit(String login) {
    Answer sent = server.client().get(login);
    assertThat(sent.status()).isEqualTo(302);
    URI back = URI.create(ApiClient.locationOf(sent.header("Location")));
    Map<String, String> cookies = cookies(sent);
    return new Returned(
        back.getRawPath() + "?" + back.getRawQuery(),
        cookies.get("state"),
        cookies.get("pkce_verifier"));
  }

  private static Answer signIn(String subject, Map<String, Object> claims) {
    provider.next(subject, claims);
    return visit("/auth/login").come();
  }

  private static ApiClient user(Answer signedIn) {
    assertThat(signedIn.status()).as(signedIn.response().body()).isEqualTo(302);
    return server.client().with("Cookie", "token=" + cookies(signedIn).get("token"));
  }

  private static Map<String, Object> adaWith(String claim, Object value) {
    Map<String, Object> claims = new HashMap<>(ADA);
    claims.put(claim, value);
    return claims;
  }

  private static void assertRefused(Answer answer, int status, String code, String finer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
    assertThat(answer.error()).isEqualTo(code);
    JsonObject inner = answer.json().getJsonObject("error").getJsonObject("innererror");
    assertThat(inner.getString("code")).isEqualTo(finer);
    assertThat(cookies(answer)).doesNotContainKey("token");
  }

  @Test
  void theBrowserIsSentWithPkceStateAndNonceAndKeepsItsSecretsFromScripts() {
    Answer sent = server.client().get("/auth/login");

    assertThat(sent.status()).isEqualTo(302);
    assertThat(sent.header("Location"))
        .startsWith(provider.issuer() + "/authorize?")
        .contains(
            "response_type=code",
            "client_id=" + TestProvider.CLIENT_ID,
            "code_challenge_method=S256",
            "code_challenge=",
            "nonce=",
            "state=" + cookies(sent).get("state"),
            "scope=openid+email+profile")
        .doesNotContain(cookies(sent).get("pkce_verifier"));
    assertThat(sent.response().headers().allValues("Set-Cookie"))
        .hasSize(2)
        .allMatch(cookie -> cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));
  }

  @Test
  void whoComesBackIsSignedInAndSentToTheFrontEnd() {
    Answer answer = signIn("ada", ADA);

    assertThat(answer.header("Location")).isEqualTo("https://chat.example.org/chat");
    assertThat(cookies(answer)).containsEntry("state", "").containsEntry("pkce_verifier", "");
    JsonObject user = user(answer).get("/users/me").json();
    assertThat(user.getString("displayName")).isEqualTo("Ada Lovelace");
    assertThat(user.getString("email")).isEqualTo("ada@example.org");
    assertThat(user.getString("displayImage")).isEqualTo("https://example.org/ada.png");
  }

  @Test
  void thePictureIsKeptWhereTheProviderSaysNoneLater() {
    Map<String, Object> grace =
        Map.of("email", "Grace@Example.org", "email_verified", true, "name", "Grace Hopper");
    Map<String, Object> withPicture = new HashMap<>(grace);
    withPicture.put("picture", "https://example.org/grace.png");

    JsonObject first = user(signIn("grace", withPicture)).get("/users/me").json();
    JsonObject again = user(signIn("grace", grace)).get("/users/me").json();

    assertThat(again.getString("id")).isEqualTo(first.getString("id"));
    assertThat(again.getString("displayName")).isEqualTo("Grace Hopper");
    assertThat(again.getString("displayImage")).isEqualTo("https://example.org/grace.png");
  }

  @Test
  void aKnownSubjectIsTheSameUserWithANewEmail() {
    String first =
        user(signIn("mary", adaWith("email", "mary@example.org")))
            .get("/users/me")
            .json()
            .getString("id");
    String second =
        user(signIn("mary", adaWith("email", "mary@example.net")))
            .get("/users/me")
            .json()
            .getString("id");

    assertThat(second).isEqualTo(first);
  }

  @Test
  void eachErrorOfTheProviderHasItsAnswer() {
    Map<String, Integer> statuses =
        Map.of(
            "access_denied", 403,
            "server_error", 502,
            "temporarily_unavailable", 503,
            "invalid_scope", 400,
            "something_else", 400);

    statuses.forEach(
        (error, status) -> {
          Returned browser = visit("/auth/login");
          Answer answer =
              browser.comeTo(
                  "/api/v1.0" + CALLBACK + "?error=" + error + "&state=" + browser.state());

          assertThat(answer.status()).as(error).isEqualTo(status);
          assertThat(cookies(answer)).doesNotContainKey("token");
        });
  }

  @Test
  void aMissingParameterOrCookieIs400() {
    Returned browser = visit("/auth/login");
    String state = browser.state();

    assertThat(browser.comeTo(CALLBACK).target()).isEqualTo("code");
    assertThat(browser.comeTo(CALLBACK + "?code=a").target()).isEqualTo("state");
    assertThat(new Returned("", "", browser.verifier()).comeTo(CALLBACK + "?code=a&state=" + state))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
        .satisfies(answer -> assertThat(answer.target()).isEqualTo("state"));
    assertThat(new Returned("", state, "").comeTo(CALLBACK + "?code=a&state=" + state))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
        .satisfies(answer -> assertThat(answer.target()).isEqualTo("pkce_verifier"));
    assertThat(
            new Returned("", state, "short").comeTo(CALLBACK + "?code=a&state=" + state).status())
        .isEqualTo(400);
    assertThat(server.client().get(CALLBACK + "?code=a&state=" + state).status()).isEqualTo(400);
  }

  @Test
  void aForgedStateIs403() {
    provider.next("ada", ADA);
    Returned browser = visit("/auth/login");
    Returned other = visit("/auth/login");

    assertRefused(other.comeTo(browser.callback()), 403, "ForbiddenRequest", null);
    assertRefused(
        browser.comeTo(browser.callback().replace("state=", "state=x")),
        403,
        "ForbiddenRequest",
        null);
    assertThat(browser.come().status()).isEqualTo(302);
  }

  @Test
  void aCodeForOneProviderIsNotRedeemedAtAnother() {
    Returned browser = visit("/auth/login?provider=second");

    assertThat(browser.callback()).contains("/auth/redirect/oauth/second/callback");
    assertRefused(
        browser.comeTo(browser.callback().replace("/second/", "/google/")),
        403,
        "ForbiddenRequest",
        null);
    assertRefused(
        browser.comeTo(browser.callback() + "&iss=https%3A%2F%2Fevil.example"),
        403,
        "ForbiddenRequest",
        null);
  }

  @Test
  void parametersOfTheProvidersOwnAreIgnored() {
    provider.next("ada", ADA);
    Returned browser = visit("/auth/login");

    assertThat(browser.comeTo(browser.callback() + "&scope=a&authuser=0&prompt=none").status())
        .isEqualTo(302);
  }

  @Test
  void aReplayedCodeDoesNotSignIn() {
    provider.next("ada", ADA);
    Returned browser = visit("/auth/login");

    assertThat(browser.come().status()).isEqualTo(302);
    Answer again = browser.come();

    assertRefused(again, 400, "BadRequest", "invalid_grant");
  }

  @Test
  void anotherBrowsersVerifierDoesNotRedeemTheCode() {
    provider.next("ada", ADA);
    Returned browser = visit("/auth/login");
    Returned thief = visit("/auth/login");

    Answer answer = new Returned("", browser.state(), thief.verifier()).comeTo(browser.callback());

    assertRefused(answer, 400, "BadRequest", "invalid_grant");
  }

  @Test
  void anIdTokenThatFailsItsChecksIs502() {
    assertRefused(signIn("ada", adaWith("aud", "another")), 502, "BadGateway", "id_token");
    assertRefused(
        signIn("ada", adaWith("iss", "https://evil.example")), 502, "BadGateway", "id_token");
    assertRefused(signIn("ada", adaWith("nonce", "another")), 502, "BadGateway", "id_token");
    assertRefused(
        signIn("ada", adaWith("email_verified", false)), 502, "BadGateway", "email_unverified");
    assertRefused(
        signIn("ada", Map.of("email", "ada@example.org")), 502, "BadGateway", "email_unverified");
    assertRefused(
        signIn("ada", Map.of("email_verified", true)), 502, "BadGateway", "email_missing");
  }

  @Test
  void anIdTokenOfAnotherClientIsRefusedAlsoIfItNamesThisOneBeside() {
    List<String> both = List.of(TestProvider.CLIENT_ID, "another");
    Map<String, Object> others = new HashMap<>(adaWith("aud", both));
    others.put("azp", "another");
    Map<String, Object> ours = new HashMap<>(adaWith("aud", both));
    ours.put("azp", TestProvider.CLIENT_ID);

    assertRefused(signIn("ada", others), 502, "BadGateway", "id_token");
    assertRefused(signIn("ada", adaWith("aud", both)), 502, "BadGateway", "id_token");
    assertRefused(signIn("ada", adaWith("azp", "another")), 502, "BadGateway", "id_token");
    assertThat(signIn("ada", ours).status()).isEqualTo(302);
  }

  @Test
  void aProviderThatNeverVerifiesAddressesIsNamedAsTheReason() {
    Answer answer = signIn("entra", Map.of("email", "entra@example.org"));

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.json().getJsonObject("error").getString("message"))
        .contains("email_verified")
        .contains("docs/deployment.md");
  }

  @Test
  void onlyPicturesByHttpsAreTaken() {
    Map<String, Object> plain = new HashMap<>(adaWith("picture", "http://example.org/a.png"));
    plain.put("email", "plain@example.org");

    assertThat(user(signIn("plain", plain)).get("/users/me").json().getValue("displayImage"))
        .isNull();
  }

  @Test
  void anExpiredIdTokenIsRefusedBeyondTheClockSkew() {
    provider.next("ada", -30, () -> ADA);
    assertThat(visit("/auth/login").come().status()).isEqualTo(302);

    provider.next("ada", -90, () -> ADA);
    assertRefused(visit("/auth/login").come(), 502, "BadGateway", "id_token");
  }

  @Test
  void aKeyThatWasRotatedInBetweenIsFetchedAndAForgedOneIsNotBelieved() {
    assertThat(signIn("ada", ADA).status()).isEqualTo(302);

    provider.rotateKey("second");
    assertThat(signIn("ada", ADA).status()).isEqualTo(302);

    provider.forgeKey();
    assertRefused(signIn("ada", ADA), 502, "BadGateway", "id_token");
  }

  @Test
  void anEmailThatTheIdTokenLacksIsAskedFor() {
    AtomicInteger asked = new AtomicInteger();
    provider.next(
        "hedy",
        300,
        () -> asked.getAndIncrement() == 0 ? Map.of() : adaWith("email", "hedy@example.org"));

    JsonObject user = user(visit("/auth/login").come()).get("/users/me").json();

    assertThat(user.getString("email")).isEqualTo("hedy@example.org");
  }

  @Test
  void aProviderThatIsAwayIs502AndAnUnknownOne404() {
    assertRefused(server.client().get("/auth/login?provider=away"), 502, "BadGateway", "discovery");
    assertThat(server.client().get("/auth/login?provider=unknown").status()).isEqualTo(404);
    assertThat(server.client().get("/auth/redirect/oauth/unknown/callback").status())
        .isEqualTo(404);
  }

  @Test
  void providersAreListedWithAddressesThatWork() {
    JsonObject listed = server.client().get("/auth/providers").json();

    assertThat(listed.getJsonArray("providers"))
        .extracting(each -> ((JsonObject) each).getString("name"))
        .containsExactly("Google", "Two", "Nobody");
    for (int i = 0; i < 2; i++) {
      String url = listed.getJsonArray("providers").getJsonObject(i).getString("loginUrl");
      assertThat(server.client().follow(url).status()).isEqualTo(302);
    }
  }
}
