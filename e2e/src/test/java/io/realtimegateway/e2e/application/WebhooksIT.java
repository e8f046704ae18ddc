package io.realtimegateway.e2e.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.WebhookReceiver;
import io.realtimegateway.e2e.harness.WebhookReceiver.Delivery;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Webhooks through the whole server, to a receiver of the test: what is delivered, in which order,
/// and what becomes of it when the receiver refuses or the server is killed.
final class WebhooksIT {

  private static final String ERASED = "words that were taken back";

  @TempDir private Path folder;

  @Test
  void everyKindOfEventIsToldSignedAndInOrderAndADeadReceiverHarmsNobodyElse() throws IOException {
    try (ServerProcess server = server().start();
        WebhookReceiver receiver = new WebhookReceiver().start()) {
      ApplicationBackend backend = ApplicationBackend.of(server, "backend");
      for (String name : List.of("ada", "ben", "cleo")) {
        backend.user(name);
      }
      long before = backend.group("ada", "ben");
      backend.say(before, "ada", "before the endpoint");
      String id = backend.webhook(receiver);
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        Patience.until("presence", () -> receiver.taken("user.online").size() == 1);
        long group = backend.group("ada", "ben");
        String path = "/server/conversations/" + group;
        String message = backend.say(group, "ben", "hello").getString("id");
        backend.patch(path + "/messages/" + message, content("hello all")).expect(200);
        Patience.until("the edit", () -> receiver.taken("message.updated").size() == 1);
        backend.delete(path + "/messages/" + message).expect(204);
        backend
            .patch(
                path + "/participants",
                new JsonObject().put("participantExternalIds", new JsonArray().add("u-cleo")))
            .expect(200);
        backend.delete(path + "/participants/u-ben").expect(204);
        backend.patch(path, new JsonObject().put("groupName", "coffee")).expect(200);
        JsonObject green = new JsonObject().put("colour", "green");
        ada.patch("/conversations/" + group, new JsonObject().put("metadata", green)).expect(200);
        backend.say(group, "ada", "who is here?");
        Patience.until("messages", () -> receiver.taken("message.created").size() == 2);
        assertTold(receiver, group, ada.id());
      }
      Patience.until("absence", () -> receiver.taken("user.offline").size() == 1);
      assertThat(receiver.attempts()).allMatch(each -> each.problem().isEmpty());
      assertThat(receiver.taken().stream().map(Delivery::text))
          .noneMatch(text -> text.contains("before the endpoint"));
      assertThat(backend.get("/server/webhooks/" + id).expect(200).text())
          .doesNotContain("whsec_")
          .contains("\"failingSince\":null");
      assertThat(Files.readString(folder.resolve("server/server.log"))).doesNotContain("whsec_");
      backend.delete("/server/webhooks/" + id).expect(204);
      assertDeadReceiverHarmsNobodyElse(server, backend);
    }
  }

  private static void assertTold(WebhookReceiver receiver, long group, long ada) {
    List<Delivery> told =
        receiver.taken().stream().filter(each -> !each.type().startsWith("user.")).toList();
    assertThat(told.stream().map(Delivery::type))
        .containsExactly(
            "conversation.created",
            "message.created",
            "message.updated",
            "message.deleted",
            "member.added",
            "member.removed",
            "conversation.updated",
            "conversation.updated",
            "message.created");
    assertThat(told.getFirst().data().getString("id")).isEqualTo(Long.toString(group));
    assertThat(externalIDs(told.getFirst(), "participants")).containsExactly("u-ada", "u-ben");
    assertThat(told.get(1).data().getString("creatorExternalId")).isEqualTo("u-ben");
    assertThat(externalIDs(told.get(1), "offlineMembers")).isEmpty();
    assertThat(told.get(2).data().getString("content")).isEqualTo("hello all");
    assertThat(told.get(3).data().containsKey("content")).isFalse();
    assertThat(told.get(4).data().getString("externalId")).isEqualTo("u-cleo");
    assertThat(told.get(5).data().getString("externalId")).isEqualTo("u-ben");
    assertThat(told.get(6).data())
        .isEqualTo(updated(group, 6).putNull("metadata").put("userID", "0").putNull("externalId"));
    assertThat(told.get(7).data())
        .isEqualTo(
            updated(group, 7)
                .put("metadata", new JsonObject().put("colour", "green"))
                .put("userID", "" + ada)
                .put("externalId", "u-ada"));
    assertThat(externalIDs(told.get(8), "offlineMembers")).containsExactly("u-cleo");
    JsonObject online = receiver.taken("user.online").getFirst().data();
    assertThat(online.getString("userID")).isEqualTo(Long.toString(ada));
    assertThat(online.getString("externalId")).isEqualTo("u-ada");
    assertThat(IntStream.rangeClosed(1, 8).mapToObj(i -> place(told.get(i))))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  private static JsonObject updated(long group, long seq) {
    return new JsonObject().put("id", "" + group).put("groupName", "coffee").put("seq", seq);
  }

  /// The seq of an event.
  private static long place(Delivery delivery) {
    JsonObject data = delivery.data();
    return data.getLong("changeSeq", data.getLong("seq"));
  }

  private static List<String> externalIDs(Delivery delivery, String field) {
    return delivery.data().getJsonArray(field).stream()
        .map(each -> ((JsonObject) each).getString("externalId"))
        .toList();
  }

  @Test
  void whatIsNotTakenIsToldAgainUnderItsIdAndInOrder() {
    try (ServerProcess server = server().with("--set", "webhooks.timeout=1s").start();
        WebhookReceiver receiver = new WebhookReceiver().start()) {
      ApplicationBackend backend = ApplicationBackend.of(server, "backend");
      backend.user("ada");
      backend.user("ben");
      long group = backend.group("ada", "ben");
      String id = backend.webhook(receiver, "message.created");
      receiver.answering(each -> failing(each, receiver));
      for (int number = 0; number < 5; number++) {
        backend.say(group, "ada", "message " + number);
      }
      Patience.until("all five", () -> receiver.taken().size() == 5);
      assertThat(receiver.taken().stream().map(each -> each.data().getString("content")))
          .containsExactly("message 0", "message 1", "message 2", "message 3", "message 4");
      assertThat(receiver.attempts().stream().map(Delivery::path)).containsOnly("/hook?of=test");
      assertThat(receiver.attempts()).allMatch(each -> each.problem().isEmpty());
      assertThat(attemptsOf("message 0", receiver)).hasSizeGreaterThanOrEqualTo(4);
      assertThat(attemptsOf("message 0", receiver).stream().map(Delivery::id).distinct())
          .hasSize(1);
      Patience.until("health", () -> endpoint(backend, id).getString("failingSince") == null);

      receiver.answering(_ -> 410);
      backend.say(group, "ada", "gone");
      Patience.until("switched off", () -> !endpoint(backend, id).getBoolean("isEnabled"));
      assertThat(endpoint(backend, id).getString("disabledReason")).contains("410");
      backend.say(group, "ada", "not yet");
      String erased = backend.say(group, "ada", ERASED).getString("id");
      backend.delete(message(group, erased)).expect(204);
      receiver.answering(_ -> 200);
      backend.patch("/server/webhooks/" + id, new JsonObject().put("isEnabled", true)).expect(200);
      Patience.until("what was missed", () -> receiver.taken().size() == 8);
      assertThat(receiver.taken().getLast().data().getString("id")).isEqualTo(erased);
      assertThat(receiver.attempts()).noneMatch(each -> each.text().contains(ERASED));
      assertThat(endpoint(backend, id).getString("disabledReason")).isNull();
      assertThat(metrics(server)).contains("webhooks_attempts_total{result=\"gone\"} 1.0");
      backend.patch("/server/webhooks/" + id, new JsonObject().put("isEnabled", false)).expect(200);
      Patience.until("off", () -> metrics(server).contains("webhooks_endpoints 0.0"));
      backend.say(group, "ada", "while it is off");
      backend.say(group, "ada", "still off");
      assertThat(receiver.taken()).hasSize(8);
      backend.patch("/server/webhooks/" + id, new JsonObject().put("isEnabled", true)).expect(200);
      Patience.until("what came meanwhile", () -> receiver.taken().size() == 10);
    }
  }

  /// The first event meets a fault, a redirect and a receiver that is too slow.
  private static int failing(Delivery delivery, WebhookReceiver receiver) {
    int attempt = attemptsOf("message 0", receiver).size();
    if (!"message 0".equals(delivery.data().getString("content"))) {
      return 200;
    }
    return switch (attempt) {
      case 1 -> 500;
      case 2 -> 302;
      case 3 -> {
        Patience.until(
            "the server's patience ends", () -> attemptsOf("message 0", receiver).size() > 3);
        yield 299;
      }
      default -> 201;
    };
  }

  private static List<Delivery> attemptsOf(String content, WebhookReceiver receiver) {
    return receiver.attempts().stream()
        .filter(each -> content.equals(each.data().getString("content")))
        .toList();
  }

  @Test
  void nothingIsLostOverAKillAndAnOutageThatIsLongerThanTheJournalsWindow() {
    try (ServerProcess server = server().with("--set", "journal.window=1s").start();
        WebhookReceiver receiver = new WebhookReceiver().start()) {
      ApplicationBackend backend = ApplicationBackend.of(server, "backend");
      for (String name : List.of("ada", "ben", "cleo")) {
        backend.user(name);
      }
      List<Long> groups = List.of(backend.group("ada", "ben"), backend.group("ada", "ben"));
      String id = backend.webhook(receiver);
      backend.say(groups.getFirst(), "ada", "told at once");
      Patience.until("the first", () -> receiver.taken("message.created").size() == 1);
      receiver.stop();

      for (int number = 0; number < 30; number++) {
        backend.say(groups.get(number % 2), "ada", "while it is down " + number);
      }
      String erased = backend.say(groups.getFirst(), "ada", ERASED).getString("id");
      String edited = backend.say(groups.getLast(), "ada", "first words").getString("id");
      Patience.until("failure", () -> endpoint(backend, id).getString("failingSince") != null);
      server.kill();
      server.start();
      for (int number = 30; number < 40; number++) {
        backend.say(groups.get(number % 2), "ben", "while it is down " + number);
      }
      backend.delete(message(groups.getFirst(), erased)).expect(204);
      backend.patch(message(groups.getLast(), edited), content("other words")).expect(200);
      backend
          .delete("/server/conversations/" + groups.getLast() + "/participants/u-ben")
          .expect(204);
      long late = backend.group("cleo", "ada");
      backend.say(late, "cleo", "in a new one");
      Patience.until("truncation", () -> server.log().contains("catches up from PostgreSQL"));
      receiver.start();
      backend.say(groups.getFirst(), "ada", "the last");

      Patience.until("the last", () -> told("the last", receiver));
      Patience.until(
          "the end of it", () -> endpoint(backend, id).getString("failingSince") == null);
      assertThat(contents(receiver))
          .containsAll(
              IntStream.range(0, 40).mapToObj(number -> "while it is down " + number).toList())
          .contains("in a new one", "other words");
      assertThat(receiver.attempts()).allMatch(each -> each.problem().isEmpty());
      assertThat(receiver.attempts()).noneMatch(each -> each.text().contains(ERASED));
      assertThat(receiver.taken().stream().map(Delivery::id))
          .contains(
              "conversation-created-" + late,
              "message-created-" + erased + "-" + seqOf(receiver, erased, "message.created"))
          .anyMatch(each -> each.startsWith("message-deleted-" + erased))
          .anyMatch(each -> each.startsWith("message-updated-" + edited))
          .anyMatch(each -> each.startsWith("member-removed-" + groups.getLast()));
      for (long group : groups) {
        assertThat(placesOf(group, receiver)).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  private static boolean told(String content, WebhookReceiver receiver) {
    return contents(receiver).contains(content);
  }

  private static List<String> contents(WebhookReceiver receiver) {
    return receiver.taken().stream().map(each -> each.data().getString("content", "")).toList();
  }

  private static long seqOf(WebhookReceiver receiver, String message, String type) {
    return receiver.taken(type).stream()
        .filter(each -> each.data().getString("id").equals(message))
        .findFirst()
        .orElseThrow()
        .data()
        .getLong("seq");
  }

  /// Seqs of a conversation's events in the order of delivery: a creation stands at its own, also
  /// where it shows a later state.
  private static List<Long> placesOf(long group, WebhookReceiver receiver) {
    return receiver.taken().stream()
        .filter(each -> Long.toString(group).equals(each.data().getString("conversationID")))
        .map(
            each ->
                each.type().equals("message.created") ? each.data().getLong("seq") : place(each))
        .toList();
  }

  /// Ends the server, which the receiver must not hold up.
  private static void assertDeadReceiverHarmsNobodyElse(
      ServerProcess server, ApplicationBackend backend) {
    try (WebhookReceiver dead = new WebhookReceiver().start();
        WebhookReceiver alive = new WebhookReceiver().start()) {
      backend.webhook(dead);
      backend.webhook(alive, "message.created");
      CountDownLatch over = new CountDownLatch(1);
      dead.answering(_ -> answerAfter(over));
      for (int number = 0; number < 40; number++) {
        long group = backend.group("ada", "ben");
        backend.say(group, "ada", "message " + number);
      }
      Patience.until("the other one", () -> alive.taken().size() == 40);
      assertThat(dead.taken()).isEmpty();
      assertThat(dead.mostAtOnce()).isBetween(2, 8);
      assertThat(server.stop()).isZero();
      over.countDown();
    }
  }

  private static int answerAfter(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return 500;
  }

  @Test
  void privateAddressesAreRefusedUnlessTheConfigurationAllowsThem() {
    try (ServerProcess allowing = server().start();
        WebhookReceiver receiver = new WebhookReceiver().start()) {
      ApplicationBackend backend = ApplicationBackend.of(allowing, "backend");
      backend.user("ada");
      backend.user("ben");
      backend.webhook(receiver, "message.created");
      allowing.stop();
      try (ServerProcess strict =
          new ServerProcess(folder.resolve("server"))
              .with("--set", "limits.requests=off")
              .start()) {
        ApplicationBackend again = backend.at(strict.url());
        assertRefused(again, receiver.url());
        again.say(again.group("ada", "ben"), "ada", "secret");
        Patience.until("refusal", () -> metrics(strict).contains("result=\"forbidden_address\""));
        assertThat(receiver.attempts()).isEmpty();
      }
    }
  }

  private static void assertRefused(ApplicationBackend backend, String ownUrl) {
    for (String url :
        List.of(
            ownUrl,
            "http://localhost:9/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/latest",
            "https://192.168.1.1/",
            "http://2130706433/",
            "http://0/")) {
      JsonObject error =
          backend
              .post("/server/webhooks", new JsonObject().put("url", url))
              .expect(400)
              .body()
              .getJsonObject("error");
      assertThat(error.getString("target")).as(url).isEqualTo("url");
    }
  }

  private static final String ALLOWED = "webhooks.allow-private-addresses=true";

  private ServerProcess server() {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", ALLOWED, "--set", "limits.requests=off");
  }

  private static String message(long conversation, String message) {
    return "/server/conversations/" + conversation + "/messages/" + message;
  }

  private static JsonObject content(String content) {
    return new JsonObject().put("content", content);
  }

  private static JsonObject endpoint(ApplicationBackend backend, String id) {
    return backend.get("/server/webhooks/" + id).expect(200).body();
  }

  private static String metrics(ServerProcess server) {
    return ChatUser.anonymous(server.url(), "/metrics").expect(200).text();
  }
}
