package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Heap;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.SteadyClient;
import io.realtimegateway.e2e.harness.StoredMessages;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PostgreSQL is stopped while people chat: `docs/degraded.md`.
final class DatabaseAwayIT {

  private static final Duration PACE = Duration.ofMillis(20);
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("away.seconds", 7));

  /// For which a caller of the pool waits.
  private static final long CONNECTION_WAIT_MILLIS = 5_000;

  private static final long GROWN_MEBIBYTES = 24;

  @TempDir private Path folder;

  @Test
  void theLivePathGoesOnAndAllRowsAreThereAfterwards() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      ChatUser cleo = ChatUser.signIn(server.url(), "cleo");
      List<Long> groups =
          List.of(ada.createGroup("one", ben, cleo), ben.createGroup("two", ada, cleo));
      List<SteadyClient> clients = new ArrayList<>();
      try {
        for (ChatUser user : List.of(ada, ben, cleo)) {
          clients.add(new SteadyClient(user, groups, PACE));
        }
        loadWithoutDatabase(database, server, clients);
        Patience.until("all rows", () -> rows(database, groups) == sent(clients));
        StoredMessages stored = StoredMessages.of(database.url(), groups);
        assertThat(clients.stream().flatMap(client -> stored.differences(client).stream()))
            .isEmpty();
        for (SteadyClient client : clients) {
          assertThat(client.surprises()).isEmpty();
          for (long group : groups) {
            List<String> history = History.of(client.user().history(group));
            Patience.until("catch-up", () -> client.messages(group).size() == history.size());
            assertThat(client.messages(group)).isEqualTo(history);
          }
        }
      } finally {
        clients.forEach(SteadyClient::close);
      }
    }
  }

  private static void loadWithoutDatabase(
      OwnDatabase database, ServerProcess server, List<SteadyClient> clients) {
    clients.forEach(client -> client.send("before"));
    Patience.during(BEFORE);
    long heapBefore = Heap.liveMebibytes(server.pid());
    assertThat(health(server).getString("status")).isEqualTo("healthy");

    database.stop();
    clients.forEach(client -> client.send("away"));
    degradedFor(AWAY, server);
    clients.forEach(SteadyClient::reconnect);
    degradedFor(AWAY, server);
    long heapAway = Heap.liveMebibytes(server.pid());
    server.kill();
    long killed = System.nanoTime();
    server.start();
    System.out.printf(
        "database away: ready %.1f s after the kill%n", (System.nanoTime() - killed) / 1e9);
    Patience.until("greetings", () -> clients.stream().allMatch(one -> one.connections() >= 3));
    clients.forEach(client -> client.send("restarted"));
    degradedFor(AWAY, server);
    long heapRestarted = Heap.liveMebibytes(server.pid());

    database.start();
    clients.forEach(client -> client.send("back"));
    Patience.until("health", () -> health(server).getString("status").equals("healthy"));
    clients.forEach(SteadyClient::pause);
    Patience.until("answers", () -> clients.stream().allMatch(SteadyClient::isSettled));
    for (String phase : List.of("before", "away", "restarted", "back")) {
      System.out.println("database away: " + phase + " " + latencies(clients, phase));
    }
    System.out.printf(
        "database away: live heap before %d MiB, after %d s away %d MiB, after the restart %d MiB%n",
        heapBefore, 2 * AWAY.toSeconds(), heapAway, heapRestarted);
    assertThat(heapAway).isLessThan(heapBefore + GROWN_MEBIBYTES);
    assertThat(heapRestarted).isLessThan(heapBefore + GROWN_MEBIBYTES);
  }

  @Test
  void whatNeedsNoRowsGoesOnAndTheRestIsRefused() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long known = ada.createGroup("known", ben);
      long first;
      try (ChatSocket adas = ada.connect()) {
        adas.await("hello");
        first = adas.say(known, "first").getLong("messageID");
        ada.history(known);
      }
      database.stop();
      checkWithoutDatabase(ada, ben, known, first);
      assertThat(sendByRest(ada, known)).isEqualTo(201);
      editsByRest(ada, known, first);
      ada.get("/conversations/" + known + "/changes?$after=0").expect(200);
      refusesSignIn(server);
      server.kill();
      server.start();
      checkWithoutDatabase(ada, ben, known, first);
      assertThat(sendByRest(ada, known))
          .as("whether the login has ended is unknown")
          .isEqualTo(503);
      ada.get("/conversations/" + known + "/changes?$after=0").expect(503);
      refusesSignIn(server);
      database.start();
      Patience.until("health", () -> health(server).getString("status").equals("healthy"));
      assertThat(ada.history(known)).isNotEmpty();
      assertThat(ChatUser.signIn(server.url(), "dora").conversations()).isEmpty();
    }
  }

  /// The API that starts without the database knows of no end, and gives a ticket for any login.
  @Test
  void aTicketDoesNotBringBackALoginThatEndedWithAllOthers() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      ada.delete("/users/me/logins").expect(204);
      ada.get("/users/me").expect(401);
      database.stop();
      server.kill();
      server.start();

      String ticket = ada.ticket();

      Throwable refused = catchThrowable(() -> ChatSocket.open(ada.socketAddress(ticket)).close());
      assertThat(refused).as("a socket of a login that has ended").isNotNull();
      assertThat(((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode())
          .isEqualTo(401);
      try (ChatSocket bens = ben.connect()) {
        bens.await("hello");
      }
    }
  }

  private static void checkWithoutDatabase(ChatUser ada, ChatUser ben, long known, long first) {
    try (ChatSocket adas = ada.connect();
        ChatSocket bens = ben.connect()) {
      adas.await("hello");
      bens.await("hello");
      long sent = adas.say(known, "while it is away").getLong("messageID");
      bens.await("the message", frame -> Long.valueOf(sent).equals(frame.getLong("messageID")));
      accepted(adas, "update_message", known, sent, payload -> payload.put("content", "edited"));
      accepted(adas, "delete_message", known, sent, _ -> {});
      accepted(adas, "update_message", known, first, payload -> payload.put("content", "anew"));
      bens.send("typing", new JsonObject().put("conversationID", known).put("isTyping", true));
      adas.await("typing");
      bens.send(
          "resume",
          new JsonObject()
              .put(
                  "conversations",
                  new JsonArray()
                      .add(new JsonObject().put("conversationID", known).put("seq", 0))));
      bens.await("changes");
      JsonObject unknown = new JsonObject().put("conversationID", known + 1000).put("content", "?");
      assertThat(adas.call("send_message", unknown).getString("code"))
          .isEqualTo("ServiceUnavailable");
    }
    for (String path :
        List.of(
            "/conversations",
            "/conversations/" + known,
            "/conversations/" + known + "/messages",
            "/conversations/" + known + "/participants",
            "/users/" + ada.id(),
            "/users/friends",
            "/friendrequests/sent")) {
      Reply reply = ada.get(path);
      assertThat(reply.status()).as(path).isEqualTo(503);
      assertThat(reply.headers().firstValue("Retry-After")).as(path).isPresent();
    }
  }

  /// The answer has what only the engine knows now.
  private static void editsByRest(ChatUser user, long group, long message) {
    JsonObject edited =
        user.patch(
                "/conversations/" + group + "/messages/" + message,
                new JsonObject().put("content", "edited by REST"))
            .expect(200)
            .body();
    assertThat(edited.getString("content")).isEqualTo("edited by REST");
    assertThat(edited.getString("creatorID")).isEqualTo(Long.toString(user.id()));
    assertThat(edited.getLong("seq")).isEqualTo(1);
    assertThat(edited.getLong("changeSeq")).isGreaterThan(1);
    assertThat(edited.getString("createdAt")).isLessThan(edited.getString("editedAt"));
  }

  private static int sendByRest(ChatUser user, long group) {
    return user.post(
            "/conversations/" + group + "/messages", new JsonObject().put("content", "by REST"))
        .status();
  }

  private static void refusesSignIn(ServerProcess server) {
    assertThatThrownBy(() -> ChatUser.signIn(server.url(), "emil"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("got 503");
  }

  private static void accepted(
      ChatSocket socket, String type, long conversation, long message, Consumer<JsonObject> more) {
    JsonObject payload =
        new JsonObject().put("conversationID", conversation).put("messageID", message);
    more.accept(payload);
    assertThat(socket.call(type, payload).getString("type")).as(type).isEqualTo("ack");
  }

  private ServerProcess server(OwnDatabase database) {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "auth.dev-login=on")
        .with("--set", "limits.commands=off", "--set", "limits.upgrades=off")
        .with("--set", "limits.sign-ins=off", "--set", "limits.requests=off")
        .jvm("-Xmx512m")
        .environment("DATABASE_URL", database.address());
  }

  private static void degradedFor(Duration time, ServerProcess server) {
    Patience.until("degraded", () -> health(server).getString("status").equals("degraded"));
    long quickestNanos = Long.MAX_VALUE;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long began = System.nanoTime();
      assertThat(health(server).getString("status")).isEqualTo("degraded");
      quickestNanos = Math.min(quickestNanos, System.nanoTime() - began);
      Patience.during(Duration.ofMillis(500));
    }
    assertThat(quickestNanos / 1_000_000)
        .as("it does not wait for a connection, which each answer would then have done")
        .isLessThan(CONNECTION_WAIT_MILLIS);
  }

  private static JsonObject health(ServerProcess server) {
    return ChatUser.anonymous(server.url(), "/health").expect(200).body();
  }

  private static long rows(OwnDatabase database, List<Long> groups) {
    return StoredMessages.of(database.url(), groups).size();
  }

  private static long sent(List<SteadyClient> clients) {
    return clients.stream().mapToLong(client -> client.sent().size()).sum();
  }

  private static String latencies(List<SteadyClient> clients, String phase) {
    long[] nanos =
        clients.stream()
            .flatMap(client -> client.latencies(phase).stream())
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    assertThat(nanos).as(phase).isNotEmpty();
    return "%d acks, p50 %.2f ms, p99 %.2f ms, longest %.2f ms"
        .formatted(
            nanos.length,
            nanos[nanos.length / 2] / 1e6,
            nanos[(int) (nanos.length * 0.99)] / 1e6,
            nanos[nanos.length - 1] / 1e6);
  }
}
