package io.realtimegateway.api.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// PATCH of a conversation, for users and for the application.
final class UpdateConversationTest {
  private static ApiServer server;
  private static ApiClient owner;
  private static ApiClient member;
  private static ApiClient stranger;
  private static ApiClient application;
  private String path = "";

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    owner = server.user("ada");
    member = server.user("grace");
    stranger = server.user("edsger");
    application = server.application();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void begin() {
    path = "/conversations/" + created("group-chat", new JsonObject().put("groupName", "Tea"));
  }

  private static String created(String type, JsonObject body) {
    Answer answer =
        owner.post(
            "/conversations",
            body.put("conversationType", type)
                .put("participantIDs", new JsonArray(List.of(member.userID()))));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().getString("id");
  }

  private static JsonObject name(String groupName) {
    return new JsonObject().put("groupName", groupName);
  }

  private static JsonObject metadata(String value) {
    return new JsonObject().put("metadata", new JsonObject().put("a", value));
  }

  private Answer updated(JsonObject body) {
    Answer answer = owner.patch(path, body);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return answer;
  }

  private void assertRefused(JsonObject body, String target) {
    Answer answer = owner.patch(path, body);
    assertThat(answer.status()).as(body.encode()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(target);
  }

  @Test
  void theAnswerIsTheConversationAndTheEventIsInChanges() {
    JsonObject both = updated(name("Coffee").put("metadata", new JsonObject().put("a", 1))).json();
    assertThat(both.getString("groupName")).isEqualTo("Coffee");
    assertThat(both.getJsonObject("metadata")).isEqualTo(new JsonObject().put("a", 1));
    assertThat(both.getInteger("seq")).isEqualTo(1);
    assertThat(both.getJsonArray("participants")).hasSize(2);
    assertThat(member.get(path).json().getString("groupName")).isEqualTo("Coffee");
    JsonArray changes = member.get(path + "/changes").value();
    assertThat(changes).hasSize(1);
    assertThat(changes.getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("type", "conversation_updated")
                .put("conversationID", path.substring("/conversations/".length()))
                .put("groupName", "Coffee")
                .put("metadata", new JsonObject().put("a", 1))
                .put("userID", "" + owner.userID())
                .put("seq", 1)
                .put("changeSeq", 1));
  }

  @Test
  void missingAndNullFieldsAreKeptAndAnEmptyObjectClears() {
    updated(name("Coffee").put("metadata", new JsonObject().put("a", 1)));
    JsonObject renamed = updated(name("Water").putNull("metadata")).json();
    assertThat(renamed.getJsonObject("metadata")).isEqualTo(new JsonObject().put("a", 1));
    JsonObject emptied =
        updated(new JsonObject().put("metadata", new JsonObject()).putNull("groupName")).json();
    assertThat(emptied.getString("groupName")).isEqualTo("Water");
    assertThat(emptied.getValue("metadata")).isNull();
    assertThat(member.get(path + "/changes").value().getJsonObject(0).containsKey("metadata"))
        .isFalse();
  }

  @Test
  void aBodyThatChangesNothingIsRefused() {
    assertRefused(new JsonObject(), "groupName");
    assertRefused(new JsonObject().putNull("groupName"), "groupName");
    assertRefused(new JsonObject().putNull("groupName").putNull("metadata"), "groupName");
    assertRefused(name("Coffee").put("owner", 1), "owner");
  }

  @Test
  void limitsAreThoseOfTheCreation() {
    assertRefused(name(""), "groupName");
    assertThat(updated(name("C")).json().getString("groupName")).isEqualTo("C");
    String longest = "👋".repeat(50);
    assertThat(updated(name(longest)).json().getString("groupName")).isEqualTo(longest);
    assertRefused(name("👋".repeat(51)), "groupName");
    assertRefused(name(" \u00a0"), "groupName");
    assertRefused(name("two\nlines"), "groupName");
    String most = "x".repeat(2048 - "{\"a\":\"\"}".length());
    updated(metadata(most.substring(1)));
    assertThat(updated(metadata(most)).json().getJsonObject("metadata").getString("a"))
        .isEqualTo(most);
    assertRefused(metadata(most + "x"), "metadata");
    assertRefused(new JsonObject().put("metadata", "text"), "metadata");
  }

  @Test
  void theOwnerAloneMayAndAStrangerFindsNothing() {
    assertThat(member.patch(path, name("Mine")).status()).isEqualTo(403);
    assertThat(stranger.patch(path, name("Mine")).status()).isEqualTo(404);
    assertThat(owner.patch("/conversations/999999999", name("Mine")).status()).isEqualTo(404);
    assertThat(owner.get(path).json().getString("groupName")).isEqualTo("Tea");
    assertThat(owner.get(path).json().getInteger("seq")).isZero();
  }

  @Test
  void aPrivateChatCannotBeChanged() {
    ApiClient other = server.user("niklaus");
    String chat =
        owner
            .put("/conversations/private-chats/" + other.userID(), new JsonObject())
            .json()
            .getString("id");
    Answer renamed = owner.patch("/conversations/" + chat, name("Us"));
    assertThat(renamed.status()).isEqualTo(400);
    assertThat(renamed.error()).isEqualTo("BadRequest");
    assertThat(owner.patch("/conversations/" + chat, metadata("b")).status()).isEqualTo(400);
    assertThat(application.patch("/server/conversations/" + chat, name("Us")).status())
        .isEqualTo(400);
  }

  @Test
  void theRequestsNameIsTheNameOfTheCommand() {
    Answer answer =
        owner
            .with("Repeatability-Request-ID", "rename-1")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT")
            .patch(path, name("Coffee"));
    assertThat(answer.header("Repeatability-Result")).isEqualTo("accepted");
    Command.UpdateConversation heard =
        server.engine().heard(Command.UpdateConversation.class).getLast();
    assertThat(heard.name()).isEqualTo("rename-1");
    assertThat(heard.clientNamed()).isTrue();
    assertThat(updated(name("Water")).header("Repeatability-Result")).isEmpty();
    assertThat(server.engine().heard(Command.UpdateConversation.class).getLast().clientNamed())
        .isFalse();
    assertThat(owner.with("Repeatability-Request-ID", "rename-2").patch(path, name("No")).status())
        .isEqualTo(400);
  }

  @Test
  void theApplicationChangesAnyGroupChat() {
    String serverPath = "/server" + path;
    Answer answer =
        application
            .with("Repeatability-Request-ID", "rename-3")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT")
            .patch(serverPath, name("Shop"));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    assertThat(answer.header("Repeatability-Result")).isEqualTo("accepted");
    assertThat(answer.json().getString("groupName")).isEqualTo("Shop");
    assertThat(answer.json().getJsonArray("participants")).hasSize(2);
    assertThat(server.engine().heard(Command.UpdateConversation.class).getLast().authority())
        .isEqualTo(Authority.APPLICATION);
    JsonObject change = member.get(path + "/changes").value().getJsonObject(0);
    assertThat(change.getString("userID")).isEqualTo("0");
    assertThat(application.patch(serverPath, new JsonObject()).status()).isEqualTo(400);
    assertThat(application.patch("/server/conversations/999999999", name("No")).status())
        .isEqualTo(404);
    assertThat(owner.patch(serverPath, name("No")).status()).isEqualTo(401);
  }
}
