package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which users a user may see, right after the command that makes them visible; and who is notified
/// of another name.
final class ProfilesIT {
  @TempDir private Path folder;
  private ServerProcess server;
  private ChatUser ada;
  private ChatUser ben;

  @BeforeEach
  void start() {
    server = new ServerProcess(folder).start();
    ada = ChatUser.signIn(server.url(), "ada");
    ben = ChatUser.signIn(server.url(), "ben");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static int profile(ChatUser viewer, String userID) {
    return viewer.get("/users/" + userID).status();
  }

  private static int profile(ChatUser viewer, ChatUser user) {
    return profile(viewer, "" + user.id());
  }

  private static String participants(long conversation) {
    return "/conversations/" + conversation + "/participants";
  }

  private static void add(ChatUser by, long conversation, ChatUser added) {
    JsonObject body = new JsonObject().put("participantIDs", new JsonArray().add("" + added.id()));
    by.patch(participants(conversation), body).expect(200);
  }

  private static void leave(ChatUser user, long conversation) {
    user.delete(participants(conversation) + "/" + user.id()).expect(204);
  }

  @Test
  void membershipsAtTheSameTimeShowPeopleAndOthersDoNot() {
    ChatUser cy = ChatUser.signIn(server.url(), "cy");
    ChatUser eve = ChatUser.signIn(server.url(), "eve");
    assertThat(profile(ada, ben)).isEqualTo(403);
    long conversation = ada.createGroup("tea", ben, cy);
    assertThat(profile(ada, ben)).isEqualTo(200);

    leave(ben, conversation);
    assertThat(profile(ben, ada)).isEqualTo(200);
    add(ada, conversation, eve);
    assertThat(profile(eve, ada)).isEqualTo(200);
    assertThat(profile(eve, ben)).isEqualTo(403);
    assertThat(profile(ben, eve)).isEqualTo(403);

    leave(cy, conversation);
    add(ada, conversation, ben);
    assertThat(profile(eve, ben)).isEqualTo(200);
    assertThat(profile(ben, cy)).isEqualTo(200);
    assertThat(profile(cy, ben)).isEqualTo(200);
  }

  @Test
  void theAuthorOfAMessageIsSeenAsLongAsItStands() {
    ApplicationBackend application = ApplicationBackend.of(server, "application");
    long conversation = ada.createGroup("tea", ben);
    JsonObject message =
        application
            .post(
                "/server/conversations/" + conversation + "/messages",
                new JsonObject().put("content", "Tea?"))
            .expect(201)
            .body();
    String author = message.getString("creatorID");

    assertThat(ben.get("/users?ids=" + author + "," + ada.id()).expect(200).value())
        .extracting(user -> user.getString("id"))
        .containsExactly(author, "" + ada.id());
    assertThat(lastMessage(conversation)).isEqualTo(message);
    application
        .delete("/server/conversations/" + conversation + "/messages/" + message.getString("id"))
        .expect(204);
    assertThat(lastMessage(conversation)).isNull();
    assertThat(profile(ben, author)).isEqualTo(403);
  }

  private JsonObject lastMessage(long conversation) {
    return ben.get("/conversations/" + conversation)
        .expect(200)
        .body()
        .getJsonObject("lastMessage");
  }

  @Test
  void peersAndOwnSessionsHearOfAnotherName() {
    ChatUser stranger = ChatUser.signIn(server.url(), "stranger");
    ben.put("/conversations/private-chats/" + ada.id(), new JsonObject()).expect(201);
    try (ChatSocket adas = ada.connect();
        ChatSocket bens = ben.connect();
        ChatSocket strangers = stranger.connect()) {
      adas.await("hello");
      bens.await("hello");
      strangers.await("hello");
      ada.patch("/users/me", new JsonObject().put("displayName", "Ada Lovelace")).expect(200);

      for (ChatSocket socket : new ChatSocket[] {adas, bens}) {
        JsonObject updated = socket.await("user_updated");
        assertThat(updated.getLong("userID")).isEqualTo(ada.id());
        assertThat(updated.getString("displayName")).isEqualTo("Ada Lovelace");
        assertThat(updated.getMap()).containsEntry("displayImage", null);
      }
      stranger.patch("/users/me", new JsonObject().put("displayName", "Eve")).expect(200);
      assertThat(strangers.await("user_updated").getLong("userID")).isEqualTo(stranger.id());
      assertThat(strangers.heard("user_updated")).hasSize(1);
      assertThat(bens.heard("user_updated")).hasSize(1);
    }
  }

  @Test
  void theApplicationsChangeIsHeardToo() {
    ApplicationBackend application = ApplicationBackend.of(server, "application");
    long una = application.user("una");
    JsonObject both =
        new JsonObject()
            .put("participantIDs", new JsonArray().add("" + una))
            .put("conversationType", "private-chat");
    ada.post("/conversations", both).expect(201);
    try (ChatSocket adas = ada.connect()) {
      adas.await("hello");
      JsonObject renamed =
          new JsonObject()
              .put("displayName", "Una B")
              .put("displayImage", "https://pictures.example/una.png");
      application.put("/server/users/u-una", renamed).expect(200);

      JsonObject updated = adas.await("user_updated");
      assertThat(updated.getLong("userID")).isEqualTo(una);
      assertThat(updated.getString("displayImage")).isEqualTo("https://pictures.example/una.png");
    }
  }
}
