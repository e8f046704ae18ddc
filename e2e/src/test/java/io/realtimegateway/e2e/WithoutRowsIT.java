package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Folders;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused while PostgreSQL is unavailable, because only its rows have the answer:
/// `docs/degraded.md`.
final class WithoutRowsIT {

  @TempDir private Path folder;

  /// A local store that was created after the database has not seen earlier names.
  @Test
  void namesThatTheLocalStoreMayHaveMissedAreRefusedAndOthersAccepted() throws IOException {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      long message = send(ada, group, "of before").getLong("messageID");
      JsonObject edited = edit(ada, group, message, "an edit of before");
      ada.history(group);
      server.stop();
      Folders.delete(server.data().resolve("journal"));
      server.start();
      long known = send(ada, group, "makes the conversation known").getLong("messageID");
      ada.history(group);

      database.stop();
      refuses(send(ada, group, "of before"));
      refuses(send(ada, group, "a new one"));
      refuses(send(ada, group, uuid(Instant.now())));
      // Not yet a day ahead, and a day after the store was made.
      String later = uuid(Instant.now().plus(Duration.ofDays(1)).minusSeconds(1));
      JsonObject accepted = send(ada, group, later);
      assertThat(accepted.getString("type")).isEqualTo("ack");
      assertThat(send(ada, group, later).getLong("seq")).isEqualTo(accepted.getLong("seq"));
      refuses(send(ada, group, uuid(Instant.now().plus(Duration.ofDays(2)))));
      refuses(edit(ada, group, message, "an edit of before"));
      refuses(edit(ada, group, known, "a new edit"));
      JsonObject first = edit(ada, group, known, later);
      assertThat(first.getString("type")).as(first.encode()).isEqualTo("ack");
      assertThat(edit(ada, group, known, later).getLong("seq")).isEqualTo(first.getLong("seq"));

      database.start();
      Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
      assertThat(send(ada, group, "of before").getLong("seq")).isEqualTo(1);
      assertThat(edit(ada, group, message, "an edit of before").getLong("seq"))
          .isEqualTo(edited.getLong("seq"));
      assertThat(send(ada, group, "a new one").getLong("seq")).isEqualTo(6);
      assertThat(ada.history(group)).hasSize(4);
    }
  }

  /// One that was made together with an empty database knows all names.
  @Test
  void withAStoreThatWasThereFromTheBeginningAllNamesAreAccepted() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      send(ada, group, "of before");
      ada.history(group);
      database.stop();
      assertThat(send(ada, group, "of before").getLong("seq")).isEqualTo(1);
      assertThat(send(ada, group, "a new one").getLong("seq")).isEqualTo(2);
    }
  }

  @Test
  void whatMakesOrEndsRowsIsRefused() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long group = ada.createGroup("tea", ben);
      send(ada, group, "first");
      ada.history(group);
      database.stop();
      JsonArray users = new JsonArray().add(Long.toString(ben.id()));
      JsonObject conversation =
          new JsonObject()
              .put("participantIDs", users)
              .put("conversationType", "group-chat")
              .put("groupName", "more tea");
      JsonObject request = new JsonObject().put("recipientEmail", "ben@example.com");
      for (Reply reply :
          List.of(
              ada.post("/conversations", conversation),
              ada.patch("/conversations/" + group, new JsonObject().put("groupName", "coffee")),
              ada.patch(
                  "/conversations/" + group + "/participants",
                  new JsonObject().put("participantIDs", users)),
              ada.post("/friendrequests", request),
              ada.patch("/friendrequests/received/" + ben.id(), new JsonObject()),
              ada.post("/auth/logout", new JsonObject()),
              ada.delete("/users/me/logins"))) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
        assertThat(reply.text()).contains("ServiceUnavailable");
        assertThat(reply.headers().firstValue("Retry-After")).isPresent();
      }
      assertThat(send(ada, group, "the login is as it was").getString("type")).isEqualTo("ack");

      database.start();
      Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
      Patience.until("reads", () -> ada.get("/conversations").status() == 200);
      JsonObject unchanged = ada.get("/conversations/" + group).expect(200).body();
      assertThat(unchanged.getString("groupName")).isEqualTo("tea");
      assertThat(unchanged.getLong("seq")).isEqualTo(2);
      ada.post("/friendrequests", request).expect(201);
      ada.post("/auth/logout", new JsonObject()).expect(204);
      assertThat(ada.get("/conversations").status()).isEqualTo(401);
    }
  }

  private static JsonObject send(ChatUser user, long group, String name) {
    try (ChatSocket socket = user.connect()) {
      socket.await("hello");
      return socket.call(
          "send_message",
          new JsonObject()
              .put("conversationID", group)
              .put("content", "content")
              .put("clientMessageID", name));
    }
  }

  private static JsonObject edit(ChatUser user, long group, long message, String name) {
    try (ChatSocket socket = user.connect()) {
      socket.await("hello");
      return socket.call(
          "update_message",
          new JsonObject()
              .put("conversationID", group)
              .put("messageID", message)
              .put("content", "edited")
              .put("commandID", name));
    }
  }

  /// Of version 7.
  private static String uuid(Instant time) {
    UUID random = UUID.randomUUID();
    long high = time.toEpochMilli() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xfff);
    return new UUID(high, random.getLeastSignificantBits()).toString();
  }

  private static void refuses(JsonObject answer) {
    assertThat(answer.getString("code")).as(answer.encode()).isEqualTo("ServiceUnavailable");
  }

  private static Reply health(ServerProcess server) {
    return ChatUser.anonymous(server.url(), "/health");
  }

  private ServerProcess server(OwnDatabase database) {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "auth.dev-login=on")
        .jvm("-Xmx512m")
        .environment("DATABASE_URL", database.address());
  }
}
