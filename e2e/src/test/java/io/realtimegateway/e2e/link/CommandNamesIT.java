package io.realtimegateway.e2e.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Folders;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Edits and deletes under names of the client's own, by two gateways, on the socket and over REST.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandNamesIT {
  private static final int RACES = 30;

  private SplitServer split;
  private ServerProcess left;
  private ServerProcess right;
  private ChatUser ada;
  private long group;

  @BeforeAll
  void start(@TempDir Path folder) {
    split = new SplitServer(folder);
    left = split.edge("left");
    right = split.edge("right");
    ada = ChatUser.signIn(left.url(), "ada");
    group = ada.createGroup("tea", ChatUser.signIn(left.url(), "ben"));
  }

  @AfterAll
  void stop() {
    split.close();
  }

  @Test
  void aRepeatGetsTheFirstAnswerOnAnyGatewayAfterAKillAnArchivedBatchAndTheLossOfTheLocalStore() {
    long onSocket = say("Tea?");
    long overRest = say("Cake?");
    long erased = say("Secret");
    long erasedOverRest = say("Another secret");
    Map<String, JsonObject> acks = new LinkedHashMap<>();
    acks.put("edit", edit(left, onSocket, "edit", "Tea at four?"));
    JsonObject patched = patch(left, overRest, "patch", "Cake at four?").expect(200).body();
    acks.put("delete", delete(left, erased, "delete"));
    remove(left, erasedOverRest, "remove").expect(204);
    edit(left, onSocket, "later edit", "Tea at five?");
    patch(left, overRest, "later patch", "Cake at five?").expect(200);
    long head = head(left);

    List<Runnable> losses =
        List.of(() -> {}, this::kill, () -> ada.history(group), this::loseLocalStore);
    for (Runnable loss : losses) {
      loss.run();
      for (ServerProcess edge : List.of(right, left)) {
        split.awaitEngine(edge);
        assertIsAnswered(edit(edge, onSocket, "edit", "Tea at four?"), acks.get("edit"));
        assertIsAnswered(delete(edge, erased, "delete"), acks.get("delete"));
        assertThat(patch(edge, overRest, "patch", "Cake at four?").expect(200).body())
            .isEqualTo(patched);
        remove(edge, erasedOverRest, "remove").expect(204);
        // The header and the field are one name.
        assertThat(edit(edge, overRest, "patch", "Cake at four?").getLong("seq"))
            .isEqualTo(patched.getLong("changeSeq"));
        assertIsConflict(edit(edge, onSocket, "edit", "Tea at six?"), "commandID");
        assertIsConflict(edit(edge, overRest, "edit", "Tea at four?"), "commandID");
        assertIsConflict(delete(edge, onSocket, "edit"), "commandID");
        assertThat(patch(edge, overRest, "patch", "Cake at six?").status()).isEqualTo(409);
        assertThat(head(edge)).isEqualTo(head);
      }
    }
    assertThat(ada.history(group).stream().map(message -> message.getString("content")))
        .contains("Tea at five?", "Cake at five?")
        .noneMatch(content -> content.contains("four") || content.contains("ecret"));
  }

  @Test
  void ofTwoThatRaceOneIsCarriedOutAndBothGetItsAnswer() {
    try (ChatSocket one = connect(left);
        ChatSocket two = connect(right)) {
      long message = say("raced");
      long before = head(left);
      List<String> refs = new ArrayList<>();
      List<CompletableFuture<Reply>> replies = new ArrayList<>();
      for (int at = 0; at < RACES; at++) {
        JsonObject payload = editing(message, "race " + at, "text " + at);
        String name = "race " + at;
        String text = "text " + at;
        replies.add(CompletableFuture.supplyAsync(() -> patch(right, message, name, text)));
        refs.add(one.send("update_message", payload));
        refs.add(two.send("update_message", payload));
      }
      for (int at = 0; at < RACES; at++) {
        JsonObject first = one.answer(refs.get(2 * at));
        JsonObject second = two.answer(refs.get(2 * at + 1));
        assertIsAnswered(second, first);
        JsonObject body = replies.get(at).join().expect(200).body();
        assertThat(body.getLong("changeSeq")).isEqualTo(first.getLong("seq"));
        assertThat(body.getString("content")).isEqualTo("text " + at);
      }
      assertThat(head(left)).isEqualTo(before + RACES);
    }
  }

  @Test
  void ofTwoEditsUnderOneConditionOneIsCarriedOut() {
    try (ChatSocket one = connect(left);
        ChatSocket two = connect(right)) {
      long message = say("conditional");
      long seq = head(left);
      for (int at = 0; at < RACES; at++) {
        JsonObject payload = editing(message, null, "text " + at).put("ifChangeSeq", seq);
        String ofOne = one.send("update_message", payload);
        String ofTwo = two.send("update_message", payload);
        List<JsonObject> answers = List.of(one.answer(ofOne), two.answer(ofTwo));
        List<JsonObject> acks =
            answers.stream().filter(answer -> answer.getString("type").equals("ack")).toList();
        assertThat(acks).as(answers.toString()).hasSize(1);
        answers.stream()
            .filter(answer -> !acks.contains(answer))
            .forEach(answer -> assertIsConflict(answer, "ifChangeSeq"));
        seq = acks.getFirst().getLong("seq");
      }
      assertThat(head(left)).isEqualTo(seq);
    }
  }

  private void kill() {
    split.engine().kill();
    split.engine().start();
  }

  private void loseLocalStore() {
    ada.history(group);
    split.engine().stop();
    try {
      Folders.delete(split.engine().data().resolve("journal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    split.engine().start();
  }

  private ChatSocket connect(ServerProcess edge) {
    ChatSocket socket = ada.at(edge.url()).connect();
    socket.await("hello");
    return socket;
  }

  private long say(String content) {
    try (ChatSocket socket = connect(left)) {
      return socket.say(group, content).getLong("messageID");
    }
  }

  private long head(ServerProcess edge) {
    return ada.at(edge.url()).get("/conversations/" + group).expect(200).body().getLong("seq");
  }

  private JsonObject edit(ServerProcess edge, long message, String name, String content) {
    try (ChatSocket socket = connect(edge)) {
      return socket.call("update_message", editing(message, name, content));
    }
  }

  private JsonObject editing(long message, @Nullable String name, String content) {
    return new JsonObject()
        .put("conversationID", group)
        .put("messageID", message)
        .put("content", content)
        .put("commandID", name);
  }

  private JsonObject delete(ServerProcess edge, long message, String name) {
    try (ChatSocket socket = connect(edge)) {
      return socket.call(
          "delete_message",
          new JsonObject()
              .put("conversationID", group)
              .put("messageID", message)
              .put("commandID", name));
    }
  }

  private Reply patch(ServerProcess edge, long message, String name, String content) {
    return ada.at(edge.url())
        .named(name)
        .patch(path(message), new JsonObject().put("content", content));
  }

  private Reply remove(ServerProcess edge, long message, String name) {
    return ada.at(edge.url()).named(name).delete(path(message));
  }

  private String path(long message) {
    return "/conversations/" + group + "/messages/" + message;
  }

  private static void assertIsAnswered(JsonObject answer, JsonObject first) {
    assertThat(withoutRef(answer)).isEqualTo(withoutRef(first));
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("ack");
  }

  private static JsonObject withoutRef(JsonObject frame) {
    JsonObject rest = frame.copy();
    rest.remove("ref");
    return rest;
  }

  private static void assertIsConflict(JsonObject answer, String target) {
    assertThat(answer.getString("code")).as(answer.encode()).isEqualTo("Conflict");
    assertThat(answer.getString("target")).isEqualTo(target);
  }
}
