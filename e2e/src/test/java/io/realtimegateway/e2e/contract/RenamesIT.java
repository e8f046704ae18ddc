package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Folders;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names and metadata of group-chats through a whole server: who gets the event, what catches up
/// with it, and what becomes of it when the server is killed or the local store is lost.
final class RenamesIT {
  private static final JsonObject GREEN = new JsonObject().put("colour", "green");

  @TempDir private Path folder;
  private ServerProcess server;
  private ChatUser ada;
  private ChatUser ben;
  private long group;

  @BeforeEach
  void start() {
    server = new ServerProcess(folder).start();
    ada = ChatUser.signIn(server.url(), "ada");
    ben = ChatUser.signIn(server.url(), "ben");
    group = ada.createGroup("tea", ben);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String path() {
    return "/conversations/" + group;
  }

  private static JsonObject name(String groupName) {
    return new JsonObject().put("groupName", groupName);
  }

  private JsonObject event(String groupName, JsonObject metadata, long userID, long seq) {
    return new JsonObject()
        .put("type", "conversation_updated")
        .put("conversationID", group)
        .put("groupName", groupName)
        .put("metadata", metadata)
        .put("userID", userID)
        .put("seq", seq);
  }

  private static JsonObject item(JsonObject event) {
    return event.copy().put("changeSeq", event.getLong("seq"));
  }

  @Test
  void everySessionOfEveryMemberGetsTheEventAndWhoComesLaterFindsItInChanges() {
    ApplicationBackend application = ApplicationBackend.of(server, "application");
    JsonObject first = event("coffee", GREEN, ada.id(), 1);
    JsonObject second = event("water", GREEN, 0, 3);
    try (ChatSocket adas = ada.connect();
        ChatSocket more = ada.connect();
        ChatSocket bens = ben.connect()) {
      for (ChatSocket socket : List.of(adas, more, bens)) {
        socket.await("hello");
      }
      JsonObject conversation =
          ada.patch(path(), name("coffee").put("metadata", GREEN)).expect(200).body();
      assertThat(conversation.getString("groupName")).isEqualTo("coffee");
      assertThat(conversation.getJsonObject("metadata")).isEqualTo(GREEN);
      assertThat(conversation.getLong("seq")).isEqualTo(1);
      for (ChatSocket socket : List.of(adas, more, bens)) {
        assertThat(socket.await("conversation_updated")).isEqualTo(first);
      }
      bens.say(group, "Coffee?");
      assertThat(ben.patch(path(), name("mine")).status()).isEqualTo(403);
      application.patch("/server" + path(), name("water")).expect(200);
      for (ChatSocket socket : List.of(adas, more, bens)) {
        socket.await("the application's change", frame -> frame.equals(second));
      }
    }
    assertThat(ben.get(path()).expect(200).body().getString("groupName")).isEqualTo("water");
    assertResumed(0, List.of(2L, 3L), second);
    JsonObject overRest = ben.get(path() + "/changes?$after=2").expect(200).body();
    assertThat(overRest.getJsonArray("value"))
        .isEqualTo(
            new JsonArray().add(item(second).put("conversationID", "" + group).put("userID", "0")));
  }

  /// A page after this seq has items of these seqs, the last of which is this event.
  private void assertResumed(long after, List<Long> seqs, JsonObject last) {
    try (ChatSocket bens = ben.connect()) {
      bens.await("hello");
      JsonObject held = new JsonObject().put("conversationID", group).put("seq", after);
      JsonObject payload = new JsonObject().put("conversations", new JsonArray().add(held));
      bens.call("resume", payload);
      JsonArray value = bens.await("changes").getJsonArray("value");
      assertThat(value.stream().map(each -> ((JsonObject) each).getLong("changeSeq")))
          .containsExactlyElementsOf(seqs);
      assertThat(value.getJsonObject(value.size() - 1)).isEqualTo(item(last));
    }
  }

  @Test
  void nothingIsLostOrDoubledByAKillAndByTheLossOfTheLocalStore() {
    ada.named("rename 1").patch(path(), name("coffee").put("metadata", GREEN)).expect(200);
    ada.named("rename 2").patch(path(), name("water")).expect(200);
    JsonObject last = event("water", GREEN, ada.id(), 2);
    List<Runnable> losses = List.of(() -> {}, this::kill, this::loseLocalStore);
    for (Runnable loss : losses) {
      loss.run();
      Patience.until("the engine", () -> ben.get(path()).status() == 200);
      ada.named("rename 1").patch(path(), name("coffee").put("metadata", GREEN)).expect(200);
      JsonObject now = ada.named("rename 2").patch(path(), name("water")).expect(200).body();
      assertThat(now.getString("groupName")).isEqualTo("water");
      assertThat(now.getLong("seq")).isEqualTo(2);
      assertThat(ada.named("rename 1").patch(path(), name("beer")).status()).isEqualTo(409);
      assertResumed(0, List.of(2L), last);
      assertResumed(1, List.of(2L), last);
    }
    JsonObject renamed = ada.patch(path(), name("juice")).expect(200).body();
    assertThat(renamed.getJsonObject("metadata")).isEqualTo(GREEN);
    assertThat(renamed.getLong("seq")).isEqualTo(3);
  }

  private void kill() {
    server.kill();
    server.start();
  }

  /// Everything is in PostgreSQL before.
  private void loseLocalStore() {
    ada.get(path()).expect(200);
    assertThat(server.stop()).isZero();
    try {
      Folders.delete(server.data().resolve("journal"));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    server.start();
  }
}
