package io.realtimegateway.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer.PresenceState;
import io.realtimegateway.protocol.packet.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each code of the vocabulary comes out of a running server, with its status and headers. (Each
/// answer is held against the document by the client.)
final class ErrorCodeTest {
  private static final String NAME = "018f4b2e-7a31-7c00-9d1e-5f2a4c3b2a10";
  private static ApiServer server;
  private static ApiClient ada;
  private static ApiClient ben;
  private static String conversation;

  @BeforeAll
  static void start() {
    server = ApiServer.start(ErrorCodeTest::settings);
    ada = server.user("ada");
    ben = server.user("ben");
    conversation =
        "/conversations/" + ada.post("/conversations", group("Tea")).json().getString("id");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// A short time-out, few requests for each user and a provider that is not there.
  private static ApiSettings settings(ApiSettings usual) {
    EdgeSettings edge =
        new EdgeSettings(
            64 * 1024,
            Duration.ofSeconds(1),
            1024,
            new Rate(10, Duration.ofSeconds(100), 60),
            new Rate(1000, Duration.ofMinutes(1), 1000),
            Set.of(),
            List.of());
    SignInSettings signIn =
        new SignInSettings(
            true,
            false,
            Duration.ofHours(1),
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            List.of(
                new ProviderSettings(
                    "away",
                    "Away",
                    URI.create("http://127.0.0.1:" + closedPort()),
                    "client",
                    Optional.empty(),
                    ProviderSettings.USUAL_SCOPES,
                    false)),
            Optional.empty());
    return new ApiSettings(
        edge,
        signIn,
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static JsonObject group(String name) {
    return new JsonObject()
        .put("participantIDs", new JsonArray().add("" + ben.userID()))
        .put("conversationType", "group-chat")
        .put("groupName", name);
  }

  @ParameterizedTest
  @EnumSource
  void eachCodeIsReached(ErrorCode code) {
    Answer answer = provoke(code);
    server.engine().intercept(_ -> null);

    JsonObject error = answer.json().getJsonObject("error");
    assertThat(answer.status()).isEqualTo(code.status());
    assertThat(error.getString("code")).isEqualTo(code.publicName());
    assertThat(error.getString("message")).isNotBlank();
    assertThat(error.getJsonObject("innererror").getString("requestId"))
        .isEqualTo(answer.header("X-Request-Id"))
        .isNotBlank();
    assertThat(answer.header("Retry-After").isEmpty())
        .isEqualTo(code != ErrorCode.RATE_LIMIT && code != ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(answer.header("WWW-Authenticate").isEmpty())
        .isEqualTo(code != ErrorCode.UNAUTHORIZED);
    assertThat(answer.header("Allow").isEmpty()).isEqualTo(code != ErrorCode.METHOD_NOT_ALLOWED);
    assertThat(error.containsKey("details")).isEqualTo(code == ErrorCode.BAD_ARGUMENT);
  }

  private static Answer provoke(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST -> ada.send("POST", "/api/v1.0/friendrequests", "[]");
      case BAD_ARGUMENT -> ada.post("/friendrequests", new JsonObject());
      case UNAUTHORIZED -> server.client().get("/users/me");
      case FORBIDDEN -> ada.get("/users/" + server.user("stranger").userID());
      case NOT_FOUND -> ada.get("/conversations/999999");
      case METHOD_NOT_ALLOWED -> ada.delete("/conversations");
      case NOT_ACCEPTED -> ada.with("Accept", "text/html").get("/users/me");
      case CONFLICT -> twiceUnderOneName();
      case GONE -> ada.get(conversation + "/changes?$after=1000");
      case PAYLOAD_TOO_LARGE ->
          ada.post("/friendrequests", new JsonObject().put("recipientEmail", "x".repeat(65_536)));
      case UNSUPPORTED_MEDIA_TYPE ->
          ada.with("Content-Type", "text/plain").post("/friendrequests", new JsonObject());
      case RATE_LIMIT -> tooOften();
      case INTERNAL -> failing(code);
      case BAD_GATEWAY -> server.client().get("/auth/login");
      case SERVICE_UNAVAILABLE -> failing(code);
      case TIMEOUT -> withoutAnAnswer();
    };
  }

  private static Answer twiceUnderOneName() {
    JsonObject message = new JsonObject().put("content", "Tea?").put("clientMessageID", NAME);
    ada.post(conversation + "/messages", message);
    return ada.post(conversation + "/messages", message.copy().put("content", "Coffee?"));
  }

  private static Answer tooOften() {
    ApiClient user = server.user("eager");
    return Stream.generate(() -> user.get("/users/me"))
        .limit(200)
        .filter(answer -> answer.status() != 200)
        .findFirst()
        .orElseThrow();
  }

  private static Answer failing(ErrorCode code) {
    server.engine().fail(Command.Resume.class, code);
    return ada.get(conversation + "/changes");
  }

  /// The engine answers something else.
  private static Answer withoutAnAnswer() {
    server
        .engine()
        .intercept(
            request ->
                request instanceof Command.Barrier barrier
                    ? new PresenceState(barrier.request() + 1_000_000, List.of())
                    : null);
    return ada.get("/conversations");
  }
}
