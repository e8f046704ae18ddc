package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.foreign.ClaimNames;
import io.realtimegateway.api.foreign.IssuerKeys;
import io.realtimegateway.api.foreign.IssuerSettings;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.api.testing.TestBrowser;
import io.realtimegateway.api.testing.TestProvider;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whose account a sign-in opens: an address is no identity.
final class AccountIdentityTest {
  private static TestProvider provider;
  private static TestProvider other;
  private static TestProvider application;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    provider = TestProvider.start();
    other = TestProvider.start();
    application = TestProvider.start();
    server = ApiServer.start(AccountIdentityTest::with);
  }

  @AfterAll
  static void stop() {
    server.close();
    List.of(provider, other, application).forEach(TestProvider::close);
  }

  private static ApiSettings with(ApiSettings usual) {
    List<ProviderSettings> providers =
        List.of(
            provider.settings("first", "First"),
            other.settings("second", "Second"),
            linking(other.settings("linking", "Linking")));
    SignInSettings signIn =
        new SignInSettings(
            true,
            false,
            Duration.ofHours(24),
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            providers,
            Optional.of(
                new IssuerSettings(
                    application.issuer().toString(),
                    new IssuerKeys.AtUrl(application.jwksUrl()),
                    "chat",
                    ClaimNames.defaults())));
    return new ApiSettings(
        ProviderSignInTest.withoutLimits(usual.edge()),
        signIn,
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private static ProviderSettings linking(ProviderSettings like) {
    return new ProviderSettings(
        like.name(),
        like.displayName(),
        like.issuer(),
        like.clientID(),
        like.clientSecret(),
        like.scopes(),
        true);
  }

  private static String address() {
    return "user-" + UUID.randomUUID() + "@example.org";
  }

  private static TestBrowser browser() {
    return new TestBrowser(server, "");
  }

  private static Answer signIn(TestBrowser browser, String name, String subject, String email) {
    (name.equals("first") ? provider : other)
        .next(subject, Map.of("email", email, "email_verified", true, "name", subject));
    return browser.signIn("/auth/login?provider=" + name);
  }

  private static JsonObject user(String name, String subject, String email) {
    TestBrowser browser = browser();
    Answer answer = signIn(browser, name, subject, email);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(302);
    return browser.user().get("/users/me").json();
  }

  private static void assertTaken(String name, String subject, String email) {
    TestBrowser browser = browser();
    Answer answer = signIn(browser, name, subject, email);
    assertThat(answer.status()).as(subject + " by " + name).isEqualTo(409);
    assertThat(answer.error()).isEqualTo("Conflict");
    assertThat(answer.target()).isEqualTo("email");
    assertThat(browser.cookie("token")).isEmpty();
  }

  private static ApiClient bearer(String subject, Map<String, Object> claims) {
    String token = application.token(subject, "chat", claims, 300);
    return server.client().with("Authorization", "Bearer " + token);
  }

  @Test
  void anotherSubjectOfTheSameIssuerIsAnotherPersonAlsoUnderTheSameAddress() {
    String email = address();
    String first = user("first", "employee-2024", email).getString("id");

    assertTaken("first", "employee-2026", email.toUpperCase(java.util.Locale.ROOT));
    assertThat(user("first", "employee-2024", email).getString("id")).isEqualTo(first);
  }

  @Test
  void anAddressThatAnotherProviderVerifiedOpensNoAccount() {
    String email = address();
    String first = user("first", "ada", email).getString("id");

    assertTaken("second", "somebody", email);
    assertThat(user("second", "somebody", address()).getString("id")).isNotEqualTo(first);
  }

  @Test
  void anAddressThatATokenOfTheApplicationSaysIsShownAndClaimsNothing() {
    String email = address();
    ApiClient seizing = bearer("attacker-" + email, Map.of("email", email));
    JsonObject shown = seizing.get("/users/me").json();

    JsonObject victim = user("first", "victim-" + email, email);
    JsonObject second = bearer("other-" + email, Map.of("email", email)).get("/users/me").json();

    assertThat(shown.getString("email")).isEqualTo(email);
    assertThat(second.getString("email")).isEqualTo(email);
    assertThat(List.of(shown.getString("id"), victim.getString("id"), second.getString("id")))
        .doesNotHaveDuplicates();
    assertThat(seizing.get("/users/me").json()).isEqualTo(shown);
    JsonObject request =
        server
            .user("friend")
            .post("/friendrequests", new JsonObject().put("recipientEmail", email))
            .json();
    assertThat(List.of(request.getString("senderId"), request.getString("recipientId")))
        .contains(victim.getString("id"));
  }

  @Test
  void anAddressThatOnlyATokenSaysFindsNoUser() {
    String email = address();
    bearer("alone-" + email, Map.of("email", email)).get("/users/me");

    assertThat(
            server
                .user("friend")
                .post("/friendrequests", new JsonObject().put("recipientEmail", email))
                .status())
        .isEqualTo(404);
  }

  @Test
  void aTokensAddressDoesNotReplaceTheOneThatTheBackendPut() {
    String email = address();
    String subject = "put-" + email;
    server
        .application()
        .put(
            "/server/users/" + subject,
            new JsonObject().put("displayName", "Ada").put("email", email));

    JsonObject seen = bearer(subject, Map.of("email", address())).get("/users/me").json();

    assertThat(seen.getString("email")).isEqualTo(email);
    assertTaken("first", "somebody-" + email, email);
  }

  @Test
  void anAccountOfDevLoginIsNotInherited() {
    String email = address();
    server.client().signIn(email, "Anybody");

    assertTaken("first", "victim-" + email, email);
  }

  @Test
  void linkingByEmailJoinsTheAccountOfAnotherIssuerAndNeverOneOfItsOwn() {
    String email = address();
    String first = user("first", "ada-" + email, email).getString("id");

    assertThat(user("linking", "lovelace-" + email, email).getString("id")).isEqualTo(first);
    assertThat(user("linking", "lovelace-" + email, address()).getString("id")).isEqualTo(first);
    assertThat(user("first", "ada-" + email, email).getString("id")).isEqualTo(first);
    assertTaken("linking", "recycled-" + email, email);
  }

  @Test
  void linkingByEmailJoinsTheUserThatTheBackendPut() {
    String email = address();
    String subject = "put-" + email;
    JsonObject put =
        server
            .application()
            .put(
                "/server/users/" + subject,
                new JsonObject().put("displayName", "Ada").put("email", email))
            .json();
    ApiClient before = bearer(subject, Map.of());
    before.get("/users/me");

    assertThat(user("linking", "linked-" + email, email).getString("id"))
        .isEqualTo(put.getString("id"));
    assertThat(before.get("/users/me").status()).isEqualTo(200);
  }

  @Test
  void linkingByEmailEndsTheLoginsOfAnAccountThatWasNeverProven() {
    String email = address();
    ApiClient stranger = server.client();
    stranger.signIn(email, "Anybody");

    JsonObject user = user("linking", "owner-" + email, email);

    assertThat(user.getString("id")).isEqualTo(Long.toString(stranger.userID()));
    assertThat(stranger.get("/users/me").status()).isEqualTo(401);
  }
}
