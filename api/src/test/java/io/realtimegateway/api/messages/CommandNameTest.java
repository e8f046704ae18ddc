package io.realtimegateway.api.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Edits and deletes under a `Repeatability-Request-ID`, and under `ifChangeSeq`.
final class CommandNameTest {
  private static ApiServer server;
  private static ApiClient ada;
  private static ApiClient grace;
  private String participants;
  private String path;
  private JsonObject sent;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    ada = server.user("ada");
    grace = server.user("grace");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void begin() {
    JsonObject body =
        new JsonObject()
            .put("conversationType", "group-chat")
            .put("groupName", "Compilers")
            .put("participantIDs", new JsonArray().add(grace.userID()));
    String conversation =
        "/conversations/" + ada.post("/conversations", body).json().getString("id");
    participants = conversation + "/participants";
    Answer answer =
        ada.post(
            conversation + "/messages",
            content("Hello")
                .put("clientMessageID", "mine")
                .put("metadata", new JsonObject().put("a", 1)));
    sent = answer.json();
    path = conversation + "/messages/" + sent.getString("id");
  }

  private static JsonObject content(String content) {
    return new JsonObject().put("content", content);
  }

  private static ApiClient named(ApiClient client, String name) {
    return client
        .with("Repeatability-Request-ID", name)
        .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");
  }

  @Test
  void aRepeatedEditGetsTheFirstAnswerAfterALaterEditAndWithoutContentAfterTheDelete() {
    Answer first = named(ada, "edit").patch(path, content("Hello all"));
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Repeatability-Result")).isEqualTo("accepted");
    assertThat(first.json().getJsonObject("metadata")).isEqualTo(new JsonObject().put("a", 1));
    assertThat(named(ada, "edit").patch(path, content("Hello all")).json()).isEqualTo(first.json());

    ada.patch(path, content("Later").put("metadata", new JsonObject().put("b", 2)));
    Answer repeat = named(ada, "edit").patch(path, content("Hello all"));
    assertThat(repeat.json()).isEqualTo(first.json());
    assertThat(repeat.header("Repeatability-Result")).isEqualTo("accepted");
    assertThat(ada.get(path).json().getString("content")).isEqualTo("Later");

    ada.delete(path);
    JsonObject without = first.json().copy();
    without.remove("content");
    without.remove("metadata");
    Answer afterDelete = named(ada, "edit").patch(path, content("Hello all"));
    assertThat(afterDelete.status()).isEqualTo(200);
    assertThat(afterDelete.json()).isEqualTo(without);
  }

  @Test
  void aNameOfAnotherCommandIsAConflictThatNamesTheHeader() {
    named(ada, "edit").patch(path, content("Hello all"));
    for (Answer answer :
        new Answer[] {
          named(ada, "edit").patch(path, content("Other")), named(ada, "edit").delete(path)
        }) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.error()).isEqualTo("Conflict");
      assertThat(answer.target()).isEqualTo("Repeatability-Request-ID");
      assertThat(answer.header("Repeatability-Result")).isEqualTo("rejected");
    }
  }

  @Test
  void theNameOfASendIsNotThatOfAnEdit() {
    assertThat(named(ada, "mine").patch(path, content("Hello all")).status()).isEqualTo(200);
  }

  @Test
  void aRepeatedDeleteIsAnsweredAlike() {
    for (int i = 0; i < 2; i++) {
      Answer answer = named(ada, "delete").delete(path);
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header("Repeatability-Result")).isEqualTo("accepted");
    }
    assertThat(ada.delete(path).header("Repeatability-Result")).isEmpty();
  }

  @Test
  void aFormerMemberWhoRepeatsAnEditFindsNoConversation() {
    String conversation = participants.replace("/participants", "");
    JsonObject body = grace.post(conversation + "/messages", content("Hello")).json();
    String graces = conversation + "/messages/" + body.getString("id");
    assertThat(named(grace, "edit").patch(graces, content("Bye")).status()).isEqualTo(200);
    assertThat(ada.delete(participants + "/" + grace.userID()).status()).isEqualTo(204);
    Answer former = named(grace, "edit").patch(graces, content("Bye"));
    assertThat(former.status()).isEqualTo(404);
    assertThat(former.json().encode()).doesNotContain("Bye");
  }

  @Test
  void theApplicationNamesItsEditsAndDeletesToo() {
    ApiClient backend = server.application();
    String applications = "/server" + path;
    Answer first = named(backend, "edit").patch(applications, content("Moderated"));
    assertThat(first.status()).isEqualTo(200);
    // Another author's name: nothing of the application's.
    assertThat(named(ada, "edit").patch(path, content("Hello all")).status()).isEqualTo(200);
    assertThat(named(backend, "edit").patch(applications, content("Moderated")).json())
        .isEqualTo(first.json());
    assertThat(named(backend, "edit").delete(applications).status()).isEqualTo(409);
    assertThat(backend.delete(applications + "?ifChangeSeq=1").target()).isEqualTo("ifChangeSeq");
    Answer deleted = named(backend, "delete").delete(applications + "?ifChangeSeq=3");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.header("Repeatability-Result")).isEqualTo("accepted");
    assertThat(
            named(backend, "edit")
                .patch(applications, content("Moderated"))
                .json()
                .containsKey("content"))
        .isFalse();
  }

  @Test
  void anEditOrDeleteOfAChangedMessageIsAConflict() {
    assertThat(ada.patch(path, content("Second").put("ifChangeSeq", 1)).status()).isEqualTo(200);
    for (Answer answer :
        new Answer[] {
          ada.patch(path, content("Third").put("ifChangeSeq", 1)),
          ada.patch(path, content("Third").put("ifChangeSeq", 0)),
          ada.delete(path + "?ifChangeSeq=1"),
          ada.delete(path + "?ifChangeSeq=0"),
          ada.delete(path + "?ifChangeSeq=9007199254740991")
        }) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.target()).isEqualTo("ifChangeSeq");
    }
    assertThat(ada.patch(path, content("Third").put("ifChangeSeq", null)).status()).isEqualTo(200);
    assertThat(ada.delete(path + "?ifChangeSeq=3").status()).isEqualTo(204);
    assertThat(ada.delete(path + "?ifChangeSeq=1").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"1\"", "true", "9007199254740992", "{}"})
  void anIfChangeSeqThatIsNoneIsABadArgument(String seq) {
    Answer answer =
        ada.send("PATCH", "/api/v1.0" + path, "{\"content\":\"x\",\"ifChangeSeq\":" + seq + "}");
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.target()).isEqualTo("ifChangeSeq");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "01", "x", "", "9007199254740992"})
  void anIfChangeSeqOfTheQueryThatIsNoneIsABadArgument(String seq) {
    Answer answer = ada.delete(path + "?ifChangeSeq=" + seq);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.target()).isEqualTo("ifChangeSeq");
  }

  @Test
  void aNameHasOneTo64Characters() {
    assertThat(named(ada, "n").patch(path, content("x")).status()).isEqualTo(200);
    assertThat(named(ada, "n".repeat(64)).patch(path, content("y")).status()).isEqualTo(200);
    Answer tooLong = named(ada, "n".repeat(65)).patch(path, content("z"));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.target()).isEqualTo("Repeatability-Request-ID");
    assertThat(named(ada, "n".repeat(65)).delete(path).status()).isEqualTo(400);
    Answer alone = ada.with("Repeatability-Request-ID", "n").patch(path, content("z"));
    assertThat(alone.status()).isEqualTo(400);
    assertThat(alone.target()).isEqualTo("Repeatability-First-Sent");
  }
}
