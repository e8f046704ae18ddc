package io.realtimegateway.api.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageTest {
  private static ApiServer server;
  private static ApiClient ada;
  private static ApiClient grace;
  private String conversation;
  private String path;

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
    conversation = ada.post("/conversations", body).json().getString("id");
    path = "/conversations/" + conversation + "/messages";
  }

  private static JsonObject content(String content) {
    return new JsonObject().put("content", content);
  }

  private JsonObject sent(ApiClient author, String content) {
    Answer answer = author.post(path, content(content));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json();
  }

  private static List<String> contents(Answer page) {
    assertThat(page.status()).as(page.response().body()).isEqualTo(200);
    return page.value().stream().map(one -> ((JsonObject) one).getString("content")).toList();
  }

  private static void assertBadArgument(Answer answer, String target) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(target);
  }

  @Test
  void aSentMessageIsFoundAtItsLocation() {
    Answer answer = ada.post(path, content("Hello"));

    JsonObject found = ada.follow(answer.header("Location")).json();
    assertThat(found).isEqualTo(answer.json());
    assertThat(found.getInteger("seq")).isEqualTo(1);
    assertThat(found.getString("creatorID")).isEqualTo("" + ada.userID());
    assertThat(found.getValue("editedAt")).isNull();
  }

  @Test
  void historyPagesBackwardWithoutParametersAndForwardWithAfter() {
    for (int i = 1; i <= 7; i++) {
      sent(ada, "m" + i);
    }

    Answer newest = ada.get(path + "?$top=3");
    Answer older = ada.follow(newest.json().getString("@nextLink"));
    Answer oldest = ada.follow(older.json().getString("@nextLink"));
    assertThat(contents(newest)).containsExactly("m5", "m6", "m7");
    assertThat(contents(older)).containsExactly("m2", "m3", "m4");
    assertThat(contents(oldest)).containsExactly("m1");
    assertThat(oldest.json().getString("@nextLink")).isNull();

    Answer first = ada.get(path + "?$after=2&$top=3");
    Answer second = ada.follow(first.json().getString("@nextLink"));
    assertThat(contents(first)).containsExactly("m3", "m4", "m5");
    assertThat(contents(second)).containsExactly("m6", "m7");
    assertThat(second.json().getString("@nextLink")).isNull();
    assertThat(contents(ada.get(path + "?$before=3"))).containsExactly("m1", "m2");
  }

  @Test
  void wrongPagesAreRefused() {
    assertThat(ada.get(path + "?$after=1&$before=2").status()).isEqualTo(400);
    for (String wrong : new String[] {"$top=0", "$top=201", "$top=1.0", "$top=+1", "$top=01"}) {
      assertBadArgument(ada.get(path + "?" + wrong.replace("+", "%2B")), "$top");
    }
    assertBadArgument(ada.get(path + "?$after=-1"), "$after");
    assertBadArgument(ada.get(path + "?$skip=3"), "$skip");
    assertBadArgument(ada.get(path + "?$top=1&$top=2"), "$top");
  }

  @Test
  void malformedIdsAreBadArguments() {
    for (String wrong :
        new String[] {"0", "01", "-1", "1.0", "x", "9007199254740992", "12345678901234567890"}) {
      assertBadArgument(ada.get("/conversations/" + wrong), "id");
    }
    assertThat(ada.get("/conversations/9007199254740991").status()).isEqualTo(404);
  }

  @Test
  void aRepeatUnderTheSameNameIsTheFirstAnswerAndAnotherContentAConflict() {
    JsonObject body = content("Hello").put("clientMessageID", "name-1");
    Answer first = ada.post(path, body);

    Answer repeat = ada.post(path, body);

    assertThat(repeat.status()).isEqualTo(201);
    assertThat(repeat.json()).isEqualTo(first.json());
    assertThat(ada.post(path, body.copy().put("content", "Other")).status()).isEqualTo(409);
    ada.delete(path + "/" + first.json().getString("id"));
    Answer afterDelete = ada.post(path, body);
    assertThat(afterDelete.status()).isEqualTo(201);
    assertThat(afterDelete.json().containsKey("content")).isFalse();
  }

  @Test
  void aFormerMemberWhoRepeatsASendFindsNoConversation() {
    JsonObject body = content("Hello").put("clientMessageID", "name-of-grace");
    assertThat(grace.post(path, body).status()).isEqualTo(201);
    String member = "/conversations/" + conversation + "/participants/" + grace.userID();
    assertThat(ada.delete(member).status()).isEqualTo(204);

    Answer former = grace.post(path, body);

    assertThat(former.status()).isEqualTo(404);
    assertThat(former.error()).isEqualTo("NotFoundRequest");
    ada.patch(
        "/conversations/" + conversation + "/participants",
        new JsonObject().put("participantIDs", new JsonArray().add(grace.userID())));
    assertThat(grace.post(path, body).status()).isEqualTo(201);
  }

  @Test
  void theRepeatabilityHeaderIsAName() {
    ApiClient client =
        ada.with("Repeatability-Request-ID", "name-2")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");

    Answer first = client.post(path, content("Hello"));
    Answer repeat = client.post(path, content("Hello"));

    assertThat(repeat.json().getString("id")).isEqualTo(first.json().getString("id"));
    assertThat(repeat.header("Repeatability-Result")).isEqualTo("accepted");
    assertBadArgument(
        client.post(path, content("Hello").put("clientMessageID", "another")), "clientMessageID");
  }

  @Test
  void contentIsOneToFourThousandCodePoints() {
    assertThat(sent(ada, "😀".repeat(4000)).getString("content")).hasSize(8000);
    assertBadArgument(ada.post(path, content("")), "content");
    assertBadArgument(ada.post(path, content("x".repeat(4001))), "content");
    String route = "/api/v1.0" + path;
    assertBadArgument(ada.send("POST", route, "{\"content\":\"a\\u0000b\"}"), "content");
    assertBadArgument(ada.send("POST", route, "{\"content\":\"a\\ud800b\"}"), "content");
    assertBadArgument(ada.send("POST", route, "{\"content\":7}"), "content");
    assertBadArgument(ada.send("POST", route, "{}"), "content");
  }

  @Test
  void metadataIsHandedOnAsItIs() {
    String body =
        "{\"content\":\"Hello\",\"metadata\":{ \"n\": 1.10, \"big\": 12345678901234567890123,\n\"t\": [true, null, \"ä\"] }}";

    Answer answer = ada.send("POST", "/api/v1.0" + path, body);

    assertThat(answer.response().body())
        .contains(
            "\"metadata\":{\"n\":1.10,\"big\":12345678901234567890123,\"t\":[true,null,\"ä\"]}");
    assertThat(ada.follow(answer.header("Location")).response().body())
        .contains("\"big\":12345678901234567890123");
  }

  @Test
  void metadataKeepsItsEscapesAsOnTheSocket() {
    String metadata = "{\"a\":\"\\u00e9\\/\",\"e\":1E5}";
    String body = "{\"content\":\"Hello\",\"metadata\": %s }".formatted(metadata);

    Answer answer = ada.send("POST", "/api/v1.0" + path, body);

    assertThat(answer.response().body()).contains("\"metadata\":" + metadata);
    assertThat(ada.follow(answer.header("Location")).response().body()).contains(metadata);
  }

  @Test
  void metadataHasItsLimits() {
    JsonObject tooBig = new JsonObject().put("x", "y".repeat(2048));
    String deep = "{\"a\":".repeat(32) + "{}" + "}".repeat(32);
    String deepest = "{\"a\":".repeat(31) + "{}" + "}".repeat(31);
    String route = "/api/v1.0" + path;

    assertBadArgument(ada.post(path, content("Hi").put("metadata", tooBig)), "metadata");
    assertBadArgument(ada.post(path, content("Hi").put("metadata", "text")), "metadata");
    assertBadArgument(
        ada.send("POST", route, "{\"content\":\"Hi\",\"metadata\":" + deep + "}"), "metadata");
    assertThat(
            ada.send("POST", route, "{\"content\":\"Hi\",\"metadata\":" + deepest + "}").status())
        .isEqualTo(201);
  }

  @Test
  void theAuthorEditsAndDeletes() {
    String one = path + "/" + sent(ada, "Helo").getString("id");

    assertThat(grace.patch(one, content("Mine")).status()).isEqualTo(403);
    Answer edited = ada.patch(one, content("Hello"));
    assertThat(edited.json().getString("content")).isEqualTo("Hello");
    assertThat(edited.json().getInteger("seq")).isEqualTo(1);
    assertThat(edited.json().getInteger("changeSeq")).isEqualTo(2);
    assertThat(edited.json().getString("editedAt")).isNotNull();
    assertThat(grace.delete(one).status()).isEqualTo(403);
    assertThat(ada.delete(one).status()).isEqualTo(204);
    assertThat(ada.get(one).status()).isEqualTo(404);
    assertThat(ada.patch(one, content("Again")).status()).isEqualTo(404);
    assertThat(ada.delete(one).status()).isEqualTo(204);
    assertThat(contents(ada.get(path))).isEmpty();
  }

  @Test
  void aMessageOfAnotherConversationIsUnknown() {
    String foreign = sent(ada, "Hello").getString("id");
    begin();

    assertThat(ada.get(path + "/" + foreign).status()).isEqualTo(404);
  }

  @Test
  void changesAreReadByDeltaQuery() {
    String first = sent(ada, "m1").getString("id");
    sent(ada, "m2");
    ada.patch(path + "/" + first, content("m1 edited"));
    String second = sent(grace, "m4").getString("id");
    grace.delete(path + "/" + second);
    String changes = "/conversations/" + conversation + "/changes";

    List<JsonObject> seen = new ArrayList<>();
    Answer page = ada.get(changes + "?$top=1");
    while (page.json().containsKey("@nextLink")) {
      page.value().forEach(one -> seen.add((JsonObject) one));
      page = ada.follow(page.json().getString("@nextLink"));
    }
    page.value().forEach(one -> seen.add((JsonObject) one));

    assertThat(seen)
        .extracting(one -> one.getString("type") + one.getInteger("changeSeq"))
        .containsExactly("message2", "message3", "message_deleted5");
    assertThat(seen.get(1).getString("updatedAt")).isNotNull();
    assertThat(page.json().getString("epoch")).isEqualTo("00c0ffee00c0ffee");
    Answer nothing = ada.follow(page.json().getString("@deltaLink"));
    assertThat(nothing.value()).isEmpty();
    sent(ada, "m6");
    assertThat(ada.follow(nothing.json().getString("@deltaLink")).value()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcdef",
        "0000000000000000",
        "8000000000000000",
        "7fffffffffffffff",
        "ffffffffffffffff"
      })
  void changesOfAnotherEpochAreGone(String epoch) {
    Answer other = ada.get("/conversations/" + conversation + "/changes?epoch=" + epoch);

    assertThat(other.status()).isEqualTo(410);
    assertThat(other.error()).isEqualTo("Gone");
    assertThat(other.json().getJsonObject("error").getJsonObject("innererror").getString("code"))
        .isEqualTo("epoch");
  }

  @Test
  void changesOfAnotherHistoryAreGone() {
    String changes = "/conversations/" + conversation + "/changes";

    Answer ahead = ada.get(changes + "?$after=99");

    assertThat(ahead.status()).isEqualTo(410);
    assertBadArgument(ada.get(changes + "?epoch=xyz"), "epoch");
  }

  @Test
  void readMarkersMoveForwardAndCountWhatIsUnread() {
    for (int i = 0; i < 3; i++) {
      sent(ada, "m");
    }
    String marker = "/conversations/" + conversation + "/readmarker";

    assertThat(unread(grace)).isEqualTo(3);
    assertThat(unread(ada)).isZero();
    assertThat(grace.put(marker, new JsonObject().put("seq", 2)).status()).isEqualTo(204);
    assertThat(grace.put(marker, new JsonObject().put("seq", 1)).status()).isEqualTo(204);
    assertThat(unread(grace)).isEqualTo(1);
    assertThat(grace.put(marker, new JsonObject().put("seq", 4)).status()).isEqualTo(400);
    assertBadArgument(grace.put(marker, new JsonObject().put("seq", "2")), "seq");
  }

  private int unread(ApiClient reader) {
    return reader.get("/conversations/" + conversation).json().getInteger("unreadCount");
  }

  @Test
  void aStrangerMayDoNothing() {
    String message = sent(ada, "Hello").getString("id");
    ApiClient stranger = server.user("stranger");

    assertThat(stranger.post(path, content("Hi")).status()).isEqualTo(404);
    assertThat(stranger.get(path + "/" + message).status()).isEqualTo(404);
    assertThat(stranger.patch(path + "/" + message, content("Hi")).status()).isEqualTo(404);
    assertThat(stranger.delete(path + "/" + message).status()).isEqualTo(404);
  }
}
