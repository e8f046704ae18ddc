package io.realtimegateway.api.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.users.UserRepository;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ApplicationUserTest {
  private static ApiServer server;
  private static ApiClient backend;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    backend = server.application();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer put(String externalID, String name) {
    return backend.put("/server/users/" + externalID, new JsonObject().put("displayName", name));
  }

  private static long id(Answer answer) {
    return Long.parseLong(answer.json().getString("id"));
  }

  private static void assertBadArgument(Answer answer, String target) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(target);
  }

  @Test
  void onlyAKeyOpensTheServerApi() {
    ApiClient user = server.user("ada");
    ApiClient wrong = server.client().with("Authorization", "Bearer rtg_" + "x".repeat(43));

    for (ApiClient client : List.of(server.client(), user, wrong)) {
      Answer answer = client.get("/server/users/u-1");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
    assertThat(
            server
                .client()
                .with("Cookie", "token=" + user.token())
                .get("/server/users/u-1")
                .status())
        .isEqualTo(401);
    assertThat(backend.get("/conversations").status()).isEqualTo(401);
  }

  @Test
  void aUserIsMadeFoundAndChanged() {
    Answer made =
        backend.put(
            "/server/users/u-1",
            new JsonObject()
                .put("displayName", "Ada")
                .put("email", "Ada@apps.example.org")
                .put("displayImage", "https://images.example.org/ada.png"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(backend.follow(made.header("Location")).json()).isEqualTo(made.json());
    Answer changed = put("u-1", "Ada L.");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(id(changed)).isEqualTo(id(made));
    assertThat(changed.json().getString("displayName")).isEqualTo("Ada L.");
    assertThat(changed.json().getString("email")).isNull();
  }

  @Test
  void externalIdsMayHoldAnythingButControlCharactersAndCommas() {
    for (String segment :
        List.of(
            "a%2Fb", "auth0%7C5f7c", "%F0%9F%98%80".repeat(255), "with%20blank", "a+b", "%C3%A4")) {
      Answer made = put(segment, "Odd");
      assertThat(made.status()).as(segment).isEqualTo(201);
      assertThat(backend.follow(made.header("Location")).json()).isEqualTo(made.json());
    }
    assertThat(backend.get("/server/users/a+b").json().getString("externalId")).isEqualTo("a+b");
    for (String wrong : List.of("a%2Cb", "a%00b", "a%7Fb", "a%C2%85", "a%0A", "x".repeat(256))) {
      assertBadArgument(put(wrong, "Odd"), "externalId");
    }
  }

  @Test
  void anEmailBelongsToOneUser() {
    JsonObject body = new JsonObject().put("displayName", "A").put("email", "one@example.org");
    backend.put("/server/users/one", body);

    Answer other = backend.put("/server/users/other", body);

    assertThat(other.status()).isEqualTo(409);
    assertThat(backend.get("/server/users/other").status()).isEqualTo(404);
    assertBadArgument(
        backend.put("/server/users/one", body.copy().put("displayImage", "javascript:x")),
        "displayImage");
    assertBadArgument(
        backend.put("/server/users/one", body.copy().put("displayImage", "http://a.example/b")),
        "displayImage");
    assertBadArgument(backend.put("/server/users/one", new JsonObject()), "displayName");
  }

  @Test
  void aDeletedUserIsErasedAndLeavesItsGroups() {
    long id = id(put("leaver", "Leaver"));
    put("stayer", "Stayer");
    String group =
        backend
            .post(
                "/server/conversations",
                new JsonObject()
                    .put("conversationType", "group-chat")
                    .put("groupName", "G")
                    .put("participantExternalIds", new JsonArray().add("stayer").add("leaver")))
            .json()
            .getString("id");

    assertThat(backend.delete("/server/users/leaver").status()).isEqualTo(204);

    assertThat(backend.get("/server/users/leaver").status()).isEqualTo(404);
    assertThat(new UserRepository(server.database()).findAll(List.of(id)))
        .singleElement()
        .matches(user -> user.isDeleted() && user.displayName().isEmpty());
    assertThat(server.engine().heard(Command.RemoveMember.class))
        .anyMatch(
            command -> command.member() == id && command.authority() == Authority.APPLICATION);
    assertThat(backend.get("/server/conversations/" + group).json().getInteger("participantCount"))
        .isEqualTo(1);
    assertThat(server.engine().heard(SessionPacket.RevokeLogins.class))
        .anyMatch(command -> command.userID() == id && command.loginID() == null);
    assertThat(new LoginRepository(server.database()).foreignIssuedBefore("leaver")).isPresent();
    assertThat(backend.delete("/server/users/leaver").status()).isEqualTo(204);
    Answer again = put("leaver", "Somebody else");
    assertThat(again.status()).isEqualTo(201);
    assertThat(id(again)).isNotEqualTo(id);
  }

  @Test
  void loginsOfAUserEnd() {
    long id = id(put("busy", "Busy"));

    assertThat(backend.delete("/server/users/busy/logins").status()).isEqualTo(204);
    assertThat(backend.delete("/server/users/nobody/logins").status()).isEqualTo(204);

    assertThat(server.engine().heard(SessionPacket.RevokeLogins.class))
        .anyMatch(command -> command.userID() == id);
    LoginRepository logins = new LoginRepository(server.database());
    assertThat(logins.foreignIssuedBefore("busy")).isPresent();
    assertThat(logins.foreignIssuedBefore("nobody")).isPresent();
  }

  @Test
  void presenceHasTheOrderOfTheRequestAndUnknownUsersAreOffline() {
    server.conversations().setOnline(id(put("on", "On")));
    put("off", "Off");

    Answer answer = backend.get("/server/presence?externalIds=unknown,on,off");

    assertThat(answer.value())
        .extracting(
            one ->
                ((JsonObject) one).getString("externalId")
                    + ((JsonObject) one).getBoolean("isOnline"))
        .containsExactly("unknownfalse", "ontrue", "offfalse");
    assertBadArgument(backend.get("/server/presence"), "externalIds");
    assertBadArgument(backend.get("/server/presence?externalIds=a,,b"), "externalIds");
    String tooMany =
        IntStream.range(0, 101).mapToObj(Integer::toString).collect(Collectors.joining(","));
    assertBadArgument(backend.get("/server/presence?externalIds=" + tooMany), "externalIds");
  }

  @Test
  void theSystemUserCannotBeAdded() {
    ApiClient ada = server.user("ada");
    long system = new UserRepository(server.database()).system("Application").id();

    Answer answer =
        ada.post(
            "/conversations",
            new JsonObject()
                .put("conversationType", "private-chat")
                .put("participantIDs", new JsonArray().add(system)));

    assertBadArgument(answer, "participantIDs");
  }
}
