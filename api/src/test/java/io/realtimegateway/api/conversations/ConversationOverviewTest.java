package io.realtimegateway.api.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a conversation shows of its history: last message, metadata, heads.
final class ConversationOverviewTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonObject group(ApiClient other) {
    return new JsonObject()
        .put("conversationType", "group-chat")
        .put("groupName", "Tea")
        .put("participantIDs", new JsonArray().add("" + other.userID()));
  }

  private static String path(Answer created) {
    assertThat(created.status()).as(created.response().body()).isEqualTo(201);
    return "/conversations/" + created.json().getString("id");
  }

  private static JsonObject send(ApiClient author, String conversation, JsonObject message) {
    Answer answer = author.post(conversation + "/messages", message);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json();
  }

  private static JsonObject message(String content) {
    return new JsonObject().put("content", content);
  }

  private static JsonObject inList(ApiClient viewer, String conversation) {
    return viewer.get("/conversations").value().stream()
        .map(JsonObject.class::cast)
        .filter(one -> conversation.endsWith("/" + one.getString("id")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLastMessageIsTheNewestThatIsNotDeleted() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    String conversation = path(ada.post("/conversations", group(ben)));
    assertThat(ben.get(conversation).json().getMap()).containsEntry("lastMessage", null);

    send(ada, conversation, message("one"));
    JsonObject two =
        send(
            ada,
            conversation,
            message("two")
                .put("clientMessageID", "n-2")
                .put("metadata", new JsonObject().put("a", 1)));
    JsonObject last = ben.get(conversation).json().getJsonObject("lastMessage");
    assertThat(last).isEqualTo(two);
    assertThat(last).isEqualTo(ben.get(conversation + "/messages").value().getValue(1));
    assertThat(inList(ben, conversation).getJsonObject("lastMessage")).isEqualTo(two);

    ada.delete(conversation + "/messages/" + two.getString("id"));
    assertThat(inList(ben, conversation).getJsonObject("lastMessage").getString("content"))
        .isEqualTo("one");
    ada.delete(conversation + "/messages/" + last(ben, conversation).getString("id"));
    assertThat(ben.get(conversation).json().getMap()).containsEntry("lastMessage", null);
    assertThat(inList(ben, conversation).getMap()).containsEntry("lastMessage", null);
  }

  private static JsonObject last(ApiClient viewer, String conversation) {
    return viewer.get(conversation).json().getJsonObject("lastMessage");
  }

  @Test
  void anEditedLastMessageIsAsInTheHistory() {
    ApiClient ada = server.user("ada");
    String conversation = path(ada.post("/conversations", group(server.user("ben"))));
    JsonObject sent = send(ada, conversation, message("one"));
    ada.patch(conversation + "/messages/" + sent.getString("id"), message("two"));

    assertThat(last(ada, conversation).getString("content")).isEqualTo("two");
    assertThat(last(ada, conversation))
        .isEqualTo(ada.get(conversation + "/messages").value().getValue(0));
  }

  @Test
  void messagesCarryTheNameThatTheClientGave() {
    ApiClient ada = server.user("ada");
    String conversation = path(ada.post("/conversations", group(server.user("ben"))));
    JsonObject named = send(ada, conversation, message("one").put("clientMessageID", "n-1"));
    JsonObject unnamed = send(ada, conversation, message("two"));
    JsonObject repeated = send(ada, conversation, message("one").put("clientMessageID", "n-1"));
    Answer byHeader =
        ada.with("Repeatability-Request-ID", "n-3")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT")
            .post(conversation + "/messages", message("three"));

    assertThat(named.getString("clientMessageID")).isEqualTo("n-1");
    assertThat(repeated).isEqualTo(named);
    assertThat(unnamed.containsKey("clientMessageID")).isFalse();
    assertThat(byHeader.json().getString("clientMessageID")).isEqualTo("n-3");
    assertThat(ada.get(conversation + "/messages").value())
        .extracting(message -> ((JsonObject) message).getString("clientMessageID"))
        .containsExactly("n-1", null, "n-3");
    String one = conversation + "/messages/" + named.getString("id");
    assertThat(ada.get(one).json().getString("clientMessageID")).isEqualTo("n-1");
    assertThat(ada.patch(one, message("edited")).json().getString("clientMessageID"))
        .isEqualTo("n-1");
    JsonObject ofApplication =
        server
            .application()
            .post(
                "/server" + conversation + "/messages",
                message("four").put("clientMessageID", "n-4"))
            .json();
    assertThat(ofApplication.getString("clientMessageID")).isEqualTo("n-4");
  }

  @Test
  void aConversationKeepsTheMetadataOfItsCreationAsItCame() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    String raw =
        group(ben)
            .encode()
            .replaceFirst("\\{", "{\"metadata\": {\"big\": 1.50, \"deep\" : {\"é\":[]}},");
    Answer created = ada.send("POST", "/api/v1.0/conversations", raw);
    String conversation = path(created);

    assertThat(created.response().body())
        .contains("\"metadata\":{\"big\":1.50,\"deep\":{\"é\":[]}}");
    assertThat(ben.get(conversation).response().body())
        .contains("\"metadata\":{\"big\":1.50,\"deep\":{\"é\":[]}}");
    assertThat(inList(ben, conversation).getJsonObject("metadata").containsKey("deep")).isTrue();
    assertThat(server.application().get("/server" + conversation).json().getJsonObject("metadata"))
        .isEqualTo(inList(ben, conversation).getJsonObject("metadata"));

    for (JsonObject none :
        List.of(
            group(ben),
            group(ben).putNull("metadata"),
            group(ben).put("metadata", new JsonObject()))) {
      String without = path(ada.post("/conversations", none));
      assertThat(ada.get(without).json().getMap()).containsEntry("metadata", null);
    }
  }

  @Test
  void metadataOfAConversationHasTheLimitsOfThoseOfMessages() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    JsonObject fits = new JsonObject().put("a", "x".repeat(2048 - "{\"a\":\"\"}".length()));
    JsonObject large = new JsonObject().put("a", "x".repeat(2049 - "{\"a\":\"\"}".length()));

    assertThat(ada.post("/conversations", group(ben).put("metadata", fits)).status())
        .isEqualTo(201);
    assertThat(ada.post("/conversations", group(ben).put("metadata", large)).target())
        .isEqualTo("metadata");
    assertThat(ada.post("/conversations", group(ben).put("metadata", "text")).target())
        .isEqualTo("metadata");
    JsonObject deep = new JsonObject();
    for (int i = 1; i < 32; i++) {
      deep = new JsonObject().put("a", deep);
    }
    assertThat(ada.post("/conversations", group(ben).put("metadata", deep)).status())
        .isEqualTo(201);
    JsonObject deeper = new JsonObject().put("a", deep);
    assertThat(ada.post("/conversations", group(ben).put("metadata", deeper)).target())
        .isEqualTo("metadata");
  }

  @Test
  void theApplicationGivesMetadataAndARepeatMustHaveTheSame() {
    ApiClient backend =
        server
            .application()
            .with("Repeatability-Request-ID", "meta-1")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");
    server.application().put("/server/users/meta-u", new JsonObject().put("displayName", "Una"));
    JsonObject body =
        new JsonObject()
            .put("participantExternalIds", new JsonArray().add("meta-u"))
            .put("conversationType", "group-chat")
            .put("groupName", "Tea")
            .put("metadata", new JsonObject().put("kind", "support"));

    JsonObject first = backend.post("/server/conversations", body).json();
    assertThat(first.getJsonObject("metadata").getString("kind")).isEqualTo("support");
    assertThat(backend.post("/server/conversations", body).json()).isEqualTo(first);
    body.put("metadata", new JsonObject().put("kind", "sales"));
    assertThat(backend.post("/server/conversations", body).status()).isEqualTo(409);
  }

  @Test
  void headsAreInTheOrderOfConversationsWithTheirFigures() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    String first = path(ada.post("/conversations", group(ben)));
    String second = path(ada.post("/conversations", group(ben)));
    send(ada, first, message("one"));
    ben.put(first + "/readmarker", new JsonObject().put("seq", 1));
    send(ada, first, message("two"));

    JsonArray heads = ben.get("/conversations/heads").value();
    JsonArray conversations = ben.get("/conversations").value();
    assertThat(heads).hasSize(2);
    for (int i = 0; i < 2; i++) {
      JsonObject conversation = conversations.getJsonObject(i);
      JsonObject head = heads.getJsonObject(i);
      assertThat(head.fieldNames())
          .containsExactlyInAnyOrder("id", "seq", "epoch", "readSeq", "unreadCount");
      head.forEach(
          field -> assertThat(conversation.getValue(field.getKey())).isEqualTo(field.getValue()));
    }
    assertThat(heads.getJsonObject(0).getInteger("unreadCount")).isEqualTo(1);
    assertThat(heads.getJsonObject(0).getInteger("readSeq")).isEqualTo(1);

    Answer page = ben.get("/conversations/heads?$top=1");
    assertThat(page.value()).hasSize(1);
    Answer rest = ben.follow(page.json().getString("@nextLink"));
    assertThat(second).endsWith("/" + rest.value().getJsonObject(0).getString("id"));
    assertThat(rest.json().containsKey("@nextLink")).isFalse();
    assertThat(ben.get("/conversations/heads?$top=1000").value()).hasSize(2);
    assertThat(ben.get("/conversations/heads?$top=1001").target()).isEqualTo("$top");
    assertThat(ben.get("/conversations/heads?$top=0").target()).isEqualTo("$top");
    assertThat(server.user("new").get("/conversations/heads").value()).isEmpty();
  }
}
