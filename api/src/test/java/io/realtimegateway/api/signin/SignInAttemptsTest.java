package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.api.testing.TestBrowser;
import io.realtimegateway.api.testing.TestProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Several tabs of one browser, and what it shows.
final class SignInAttemptsTest {
  /// What browsers send when they go to an address.
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private static final String LOGIN = "/auth/login";
  private static final Map<String, Object> ADA =
      Map.of("email", "ada@example.org", "email_verified", true, "name", "Ada");

  private static TestProvider provider;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    provider = TestProvider.start();
    server = ApiServer.start(SignInAttemptsTest::with);
  }

  @AfterAll
  static void stop() {
    server.close();
    provider.close();
  }

  private static ApiSettings with(ApiSettings usual) {
    SignInSettings signIn =
        new SignInSettings(
            true,
            false,
            Duration.ofHours(24),
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            List.of(provider.settings("google", "Google")),
            Optional.empty());
    return new ApiSettings(
        ProviderSignInTest.withoutLimits(usual.edge()),
        signIn,
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private static TestBrowser browser() {
    return new TestBrowser(server, BROWSER);
  }

  private static void assertSignedIn(Answer answer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(302);
    assertThat(answer.header("Location")).endsWith("/chat");
  }

  @Test
  void twoTabsBothEndSignedInWhicheverComesBackFirst() {
    TestBrowser browser = browser();
    String first = browser.visit(LOGIN);
    String second = browser.visit(LOGIN);

    provider.next("ada", ADA);
    assertSignedIn(browser.open(first));
    String login = browser.cookie("token");
    provider.next("ada", ADA);
    assertSignedIn(browser.open(second));

    assertThat(browser.cookie("token")).isNotEmpty().isNotEqualTo(login);
    assertThat(browser.cookie("state") + browser.cookie("pkce_verifier")).isEmpty();
  }

  @Test
  void theNewestFiveAttemptsAreKept() {
    TestBrowser browser = browser();
    List<String> callbacks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      callbacks.add(browser.visit(LOGIN));
    }

    assertThat(browser.open(callbacks.getFirst()).status()).isEqualTo(403);
    provider.next("ada", ADA);
    assertSignedIn(browser.open(callbacks.get(1)));
    provider.next("ada", ADA);
    assertSignedIn(browser.open(callbacks.getLast()));
  }

  @Test
  void aCallbackThatIsReloadedGoesToTheChat() {
    TestBrowser browser = browser();
    provider.next("ada", ADA);
    String callback = browser.visit(LOGIN);
    assertSignedIn(browser.open(callback));
    String login = browser.cookie("token");

    assertSignedIn(browser.open(callback));
    assertSignedIn(browser.open(callback.replace("state=", "state=x")));

    assertThat(browser.cookie("token")).isEqualTo(login);
    browser.user().post("/auth/logout");
    assertThat(browser.open(callback).status()).isEqualTo(400);
  }

  @Test
  void aBrowserIsShownAPageAndAScriptAnErrorObject() {
    TestBrowser stranger = browser();
    String callback = browser().visit(LOGIN);

    Answer page = stranger.open(callback);
    Answer json = new TestBrowser(server, "application/json, text/html;q=0.5").open(callback);

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.response().body())
        .contains("<h1>You are not signed in</h1>", "The cookie state is missing", "href=\"/chat\"")
        .contains(page.header("X-Request-Id"));
    assertThat(page.header("Content-Security-Policy")).contains("style-src 'sha256-");
    assertThat(json.error()).isEqualTo("BadArgument");
    assertThat(new TestBrowser(server, "").open(callback).error()).isEqualTo("BadArgument");
    assertThat(new TestBrowser(server, "*/*").open(callback).error()).isEqualTo("BadArgument");
  }

  @Test
  void anAddressOfAnotherAccountIsAPageThatSaysHowToProceed() {
    TestBrowser first = browser();
    provider.next("first", Map.of("email", "one@example.org", "email_verified", true));
    assertSignedIn(first.signIn(LOGIN));

    provider.next("second", Map.of("email", "one@example.org", "email_verified", true));
    Answer page = browser().signIn(LOGIN);

    assertThat(page.status()).isEqualTo(409);
    assertThat(page.response().body())
        .contains("belongs to another account", "Sign in the way in which you did before");
  }

  @Test
  void cookiesOfOtherApplicationsAreSkipped() {
    TestBrowser browser = browser();
    provider.next("ada", ADA);
    String callback = browser.visit(LOGIN);
    browser.put("state", "other; state=" + browser.cookie("state") + "; state=google.x+y.z");
    browser.put("pkce_verifier", "short; pkce_verifier=" + browser.cookie("pkce_verifier"));

    assertSignedIn(browser.open(callback));
  }
}
