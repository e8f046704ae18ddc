package io.realtimegateway.api.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.conversations.ConversationRules.AddMembers;
import io.realtimegateway.api.conversations.ConversationRules.Create;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.users.UserRepository;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Private-chats by user, and the policies of beginning conversations and adding participants.
final class PrivateChatTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiServer with(Create create, AddMembers addMembers) {
    return ApiServer.start(
        usual ->
            new ApiSettings(
                usual.edge(),
                usual.signIn(),
                new ConversationSettings(10_000, new ConversationRules(create, addMembers)),
                usual.application(),
                usual.directory(),
                usual.metricsReaders()));
  }

  private static Answer put(ApiClient caller, ApiClient other) {
    return caller.put("/conversations/private-chats/" + other.userID(), new JsonObject());
  }

  private static JsonObject body(String type, ApiClient... others) {
    JsonArray ids = new JsonArray();
    for (ApiClient other : others) {
      ids.add("" + other.userID());
    }
    JsonObject body = new JsonObject().put("conversationType", type).put("participantIDs", ids);
    return type.equals("group-chat") ? body.put("groupName", "Tea") : body;
  }

  private static void assertForbidden(Answer answer, String policy) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(403);
    assertThat(answer.json().getJsonObject("error").getJsonObject("innererror").getString("code"))
        .isEqualTo(policy);
  }

  @Test
  void itIsBegunOnceAndThenFoundByBoth() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");

    Answer begun = put(ada, ben);
    assertThat(begun.status()).as(begun.response().body()).isEqualTo(201);
    assertThat(begun.json().getString("conversationType")).isEqualTo("private-chat");
    assertThat(begun.json().getJsonArray("participants")).hasSize(2);
    assertThat(ada.follow(begun.header("Location")).json()).isEqualTo(begun.json());
    long id = Long.parseLong(begun.json().getString("id"));
    assertThat(server.engine().heard(Command.Announce.class))
        .anyMatch(announced -> announced.conversationID() == id);

    assertThat(put(ada, ben).status()).isEqualTo(200);
    assertThat(put(ben, ada).json().getString("id")).isEqualTo("" + id);
  }

  @Test
  void ofManyRacersOneBeginsItAndAllGetTheSame() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");

    List<Answer> answers =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(() -> i % 2 == 0 ? put(ada, ben) : put(ben, ada)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(15);
    assertThat(answers.stream().map(answer -> answer.json().getString("id")).distinct()).hasSize(1);
  }

  @Test
  void oneselfUnknownAndErasedUsersAreRefused() {
    ApiClient ada = server.user("ada");
    server.application().put("/server/users/pc-1", new JsonObject().put("displayName", "Una"));
    Answer una = server.application().get("/server/users/pc-1");
    String path = "/conversations/private-chats/" + una.json().getString("id");
    assertThat(ada.put(path, new JsonObject()).status()).isEqualTo(201);
    String system =
        server
            .application()
            .post("/server/conversations", applicationGroup())
            .json()
            .getString("creatorID");

    assertThat(put(ada, ada).status()).isEqualTo(400);
    assertThat(put(ada, ada).target()).isEqualTo("userId");
    assertThat(ada.put("/conversations/private-chats/9007199254740991", new JsonObject()).status())
        .isEqualTo(404);
    assertThat(ada.put("/conversations/private-chats/me", new JsonObject()).status())
        .isEqualTo(400);
    assertThat(ada.put("/conversations/private-chats/" + system, new JsonObject()).status())
        .isEqualTo(404);
    new UserRepository(server.database()).erase(Long.parseLong(una.json().getString("id")));
    assertThat(ada.put(path, new JsonObject()).status()).isEqualTo(404);
  }

  private static JsonObject applicationGroup() {
    return new JsonObject()
        .put("participantExternalIds", new JsonArray().add("pc-1"))
        .put("conversationType", "group-chat")
        .put("groupName", "Tea");
  }

  @Test
  void aSecondOneByPostNamesTheFirst() {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    String first = put(ada, ben).json().getString("id");

    Answer second = ben.post("/conversations", body("private-chat", ada));
    assertThat(second.status()).isEqualTo(400);
    assertThat(
            second
                .json()
                .getJsonObject("error")
                .getJsonObject("innererror")
                .getString("conversationID"))
        .isEqualTo(first);
  }

  @Test
  void whereTheApplicationAloneBeginsConversationsOneFindsWhatIsThere() {
    try (ApiServer closed = with(Create.APPLICATION, AddMembers.EVERYONE)) {
      ApiClient ada = closed.user("ada");
      ApiClient ben = closed.user("ben");
      assertForbidden(put(ada, ben), "conversations.create");
      assertForbidden(
          ada.post("/conversations", body("private-chat", ben)), "conversations.create");
      assertForbidden(ada.post("/conversations", body("group-chat", ben)), "conversations.create");

      JsonObject both =
          new JsonObject()
              .put("participantExternalIds", new JsonArray().add("a").add("b"))
              .put("conversationType", "private-chat");
      closed.application().put("/server/users/a", new JsonObject().put("displayName", "A"));
      closed.application().put("/server/users/b", new JsonObject().put("displayName", "B"));
      assertThat(closed.application().post("/server/conversations", both).status()).isEqualTo(201);
    }
  }

  @Test
  void whereOnlyFriendsAreAddedOthersAreForbidden() {
    try (ApiServer friendly = with(Create.EVERYONE, AddMembers.FRIENDS)) {
      ApiClient ada = friendly.user("ada");
      ApiClient friend = friendly.user("friend");
      ApiClient stranger = friendly.user("stranger");
      String email = friend.get("/users/me").json().getString("email");
      ada.post("/friendrequests", new JsonObject().put("recipientEmail", email));
      assertForbidden(put(ada, friend), "conversations.add-members");
      friend.patch("/friendrequests/received/" + ada.userID(), new JsonObject());

      assertThat(put(ada, friend).status()).isEqualTo(201);
      assertForbidden(put(ada, stranger), "conversations.add-members");
      assertForbidden(
          ada.post("/conversations", body("group-chat", friend, stranger)),
          "conversations.add-members");
      Answer group = ada.post("/conversations", body("group-chat", friend));
      assertThat(group.status()).isEqualTo(201);
      String participants = "/conversations/" + group.json().getString("id") + "/participants";
      JsonObject add =
          new JsonObject().put("participantIDs", new JsonArray().add(stranger.userID()));
      assertForbidden(ada.patch(participants, add), "conversations.add-members");
      add.getJsonArray("participantIDs").clear().add(friend.userID());
      assertThat(ada.patch(participants, add).status()).isEqualTo(200);
      add.getJsonArray("participantIDs").clear().add(9_007_199_254_740_991L);
      assertThat(ada.patch(participants, add).status()).isEqualTo(400);
      assertThat(
              ada.post(
                      "/conversations",
                      new JsonObject()
                          .put("conversationType", "group-chat")
                          .put("groupName", "Tea")
                          .put("participantIDs", new JsonArray().add(9_007_199_254_740_991L)))
                  .status())
          .isEqualTo(400);
    }
  }

  @Test
  void whereTheApplicationAloneAddsMembersTheyAreNotJudgedAgain() {
    try (ApiServer closed = with(Create.EVERYONE, AddMembers.APPLICATION)) {
      ApiClient ada = closed.user("ada");
      ApiClient ben = closed.user("ben");
      assertForbidden(put(ada, ben), "conversations.add-members");
      assertForbidden(
          ada.post("/conversations", body("group-chat", ben)), "conversations.add-members");

      long id = closed.conversations().create(ada.userID(), ben.userID());
      String participants = "/conversations/" + id + "/participants";
      JsonObject add = new JsonObject().put("participantIDs", new JsonArray().add(ben.userID()));
      assertThat(ada.patch(participants, add).status()).isEqualTo(200);
      add.getJsonArray("participantIDs").add(closed.user("eve").userID());
      assertForbidden(ada.patch(participants, add), "conversations.add-members");
    }
  }
}
