package io.realtimegateway.e2e.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.TestCertificate;
import io.realtimegateway.e2e.harness.WebhookReceiver;
import io.realtimegateway.e2e.harness.WebhookReceiver.Delivery;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks while PostgreSQL is away, to an endpoint that fails for too long, and over TLS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookFailuresIT {
  private static final int AWAY = 20;
  private static final String ERASED = "words that were taken back";

  private TestCertificate trusted;
  private TestCertificate other;
  private OwnDatabase database;
  private ServerProcess server;
  private ApplicationBackend backend;

  @BeforeAll
  void start(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    trusted = TestCertificate.make(folder, "EC");
    other = TestCertificate.make(folder, "EC");
    Path trust = folder.resolve("trust.pem");
    trusted.writeCertificate(trust);
    database = new OwnDatabase(folder.resolve("database")).start();
    server =
        new ServerProcess(folder.resolve("server"))
            .with("--set", "webhooks.allow-private-addresses=true")
            .with("--set", "webhooks.give-up-after=8s", "--set", "webhooks.trust=" + trust)
            .with("--set", "auth.dev-login=on", "--set", "limits.requests=off")
            .environment("DATABASE_URL", database.address())
            .start();
    backend = ApplicationBackend.of(server, "backend");
    backend.user("ada");
    backend.user("ben");
  }

  @AfterAll
  void stop() {
    server.close();
    database.close();
  }

  @Test
  void whatHappensWithoutPostgreSqlIsToldAfterwardsInOrder() {
    try (WebhookReceiver receiver = new WebhookReceiver().start()) {
      long group = backend.group("ada", "ben");
      String id = backend.webhook(receiver);
      CountDownLatch away = new CountDownLatch(1);
      receiver.answering(_ -> answerAfter(away));
      try (ChatSocket socket = ChatUser.signIn(server.url(), "ada").connect()) {
        socket.await("hello");
        long first = socket.say(group, "before").getLong("messageID");
        Patience.until("the first", () -> !created(receiver).isEmpty());
        database.stop();
        away.countDown();
        for (int number = 0; number < AWAY; number++) {
          socket.say(group, "while it is away " + number);
        }
        long erased = socket.say(group, ERASED).getLong("messageID");
        JsonObject edit = message(group, first).put("content", "before, edited");
        assertThat(socket.call("update_message", edit).getString("type")).isEqualTo("ack");
        JsonObject delete = message(group, erased);
        assertThat(socket.call("delete_message", delete).getString("type")).isEqualTo("ack");
        Patience.until("degraded", () -> health().equals("degraded"));
        assertThat(created(receiver)).hasSize(1);
      }
      database.start();
      int events = AWAY + 4;
      Patience.until("all", () -> of(group, receiver).size() == events);
      assertThat(of(group, receiver).stream().map(WebhookFailuresIT::place))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, events).boxed().toList());
      assertThat(receiver.attempts())
          .allMatch(each -> each.problem().isEmpty())
          .noneMatch(each -> each.text().contains(ERASED));
      assertThat(endpoint(id).getString("failingSince")).isNull();
      backend.delete("/server/webhooks/" + id).expect(204);
    }
  }

  private static int answerAfter(CountDownLatch event) {
    try {
      event.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return 204;
  }

  private static JsonObject message(long group, long message) {
    return new JsonObject().put("conversationID", group).put("messageID", message);
  }

  private static List<Delivery> created(WebhookReceiver receiver) {
    return receiver.attempts().stream()
        .filter(each -> each.type().equals("message.created"))
        .toList();
  }

  /// What was taken of a conversation, in that order.
  private static List<Delivery> of(long group, WebhookReceiver receiver) {
    return receiver.taken().stream()
        .filter(each -> Long.toString(group).equals(each.data().getString("conversationID")))
        .toList();
  }

  private static long place(Delivery delivery) {
    return delivery.data().getLong("changeSeq");
  }

  private String health() {
    return ChatUser.anonymous(server.url(), "/health").expect(200).body().getString("status");
  }

  @Test
  void anEndpointThatFailsForTooLongIsSwitchedOffAndOneThatRecoversIsNot() {
    try (WebhookReceiver receiver = new WebhookReceiver().start()) {
      long group = backend.group("ada", "ben");
      String id = backend.webhook(receiver, "message.created");
      receiver.answering(_ -> receiver.attempts().size() < 3 ? 500 : 204);
      backend.say(group, "ada", "taken at the third attempt");
      Patience.until("the first", () -> receiver.taken().size() == 1);
      Patience.until("recovery", () -> endpoint(id).getString("failingSince") == null);
      assertThat(endpoint(id).getBoolean("isEnabled")).isTrue();

      receiver.answering(_ -> 500);
      backend.say(group, "ada", "not taken");
      Patience.until("it fails", () -> endpoint(id).getString("failingSince") != null);
      String since = endpoint(id).getString("failingSince");
      Patience.until("switched off", () -> !endpoint(id).getBoolean("isEnabled"));
      assertThat(endpoint(id).getString("disabledReason"))
          .isEqualTo("It has failed since " + since + ". It answers 500.");

      receiver.answering(_ -> 204);
      backend.patch("/server/webhooks/" + id, new JsonObject().put("isEnabled", true)).expect(200);
      Patience.until("the rest", () -> receiver.taken().size() == 2);
      assertThat(receiver.taken().getLast().data().getString("content")).isEqualTo("not taken");
      assertThat(endpoint(id).getString("disabledReason")).isNull();
      backend.delete("/server/webhooks/" + id).expect(204);
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefusedAndTriedAgain() throws Exception {
    try (WebhookReceiver good = new WebhookReceiver().over(trusted.serving()).start();
        WebhookReceiver doubtful = new WebhookReceiver().over(other.serving()).start()) {
      long group = backend.group("ada", "ben");
      String goods = backend.webhook(good, "message.created");
      String doubtfuls = backend.webhook(doubtful, "message.created");
      backend.say(group, "ada", "encrypted");
      Patience.until("the good one", () -> good.taken().size() == 1);
      Patience.until("failure", () -> endpoint(doubtfuls).getString("failingSince") != null);
      assertThat(doubtful.attempts()).isEmpty();
      assertThat(endpoint(goods).getString("failingSince")).isNull();

      doubtful.stop();
      doubtful.over(trusted.serving()).start();
      Patience.until("another attempt", () -> doubtful.taken().size() == 1);
      assertThat(doubtful.attempts()).allMatch(each -> each.problem().isEmpty());
      for (String id : List.of(goods, doubtfuls)) {
        backend.delete("/server/webhooks/" + id).expect(204);
      }
    }
  }

  private JsonObject endpoint(String id) {
    return backend.get("/server/webhooks/" + id).expect(200).body();
  }
}
