package io.realtimegateway.api.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.users.UserRepository;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ApplicationConversationTest {
  private static final String PATH = "/server/conversations";
  private static ApiServer server;
  private static ApiClient backend;
  private static String system;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    backend = server.application();
    for (String user : List.of("ada", "grace", "edsger")) {
      backend.put("/server/users/" + user, new JsonObject().put("displayName", user));
    }
    system = "" + new UserRepository(server.database()).system("Application").id();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonObject group(String... participants) {
    return new JsonObject()
        .put("conversationType", "group-chat")
        .put("groupName", "Compilers")
        .put("participantExternalIds", new JsonArray(List.of(participants)));
  }

  private static JsonObject privateChat(String... participants) {
    JsonObject body = group(participants).put("conversationType", "private-chat");
    body.remove("groupName");
    return body;
  }

  private static String created(JsonObject body) {
    Answer answer = backend.post(PATH, body);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().getString("id");
  }

  private static JsonObject content(String content) {
    return new JsonObject().put("content", content);
  }

  private static List<String> fields(JsonArray objects, String field) {
    return objects.stream().map(one -> ((JsonObject) one).getString(field)).toList();
  }

  private static void assertBadArgument(Answer answer, String target) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(target);
  }

  @Test
  void theFirstListedOwnsAConversationOfTheApplication() {
    Answer answer = backend.post(PATH, group("grace", "ada"));

    JsonObject found = backend.follow(answer.header("Location")).json();
    assertThat(found.getString("creatorID")).isEqualTo(system);
    assertThat(fields(found.getJsonArray("participants"), "externalId"))
        .containsExactly("grace", "ada");
    assertThat(fields(found.getJsonArray("participants"), "role"))
        .containsExactly("owner", "member");
    assertThat(server.engine().heard(Command.Announce.class))
        .anyMatch(told -> ("" + told.conversationID()).equals(found.getString("id")));
  }

  @Test
  void aPrivateChatListsBothAndIsOneForEachPair() {
    created(privateChat("ada", "grace"));

    assertBadArgument(backend.post(PATH, privateChat("grace", "ada")), "participantExternalIds");
    assertBadArgument(backend.post(PATH, privateChat("ada")), "participantExternalIds");
    assertBadArgument(
        backend.post(PATH, privateChat("ada", "edsger").put("groupName", "G")), "groupName");
  }

  @Test
  void wrongParticipantsAreNamed() {
    assertBadArgument(backend.post(PATH, group("ada", "nobody")), "participantExternalIds");
    assertBadArgument(backend.post(PATH, group("ada", "ada")), "participantExternalIds");
    assertBadArgument(backend.post(PATH, group()), "participantExternalIds");
    assertThat(backend.get(PATH + "/9007199254740991").status()).isEqualTo(404);
  }

  @Test
  void aRepeatedCreationIsTheFirstOne() {
    ApiClient named =
        backend
            .with("Repeatability-Request-ID", "creation-1")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");

    Answer first = named.post(PATH, group("ada", "grace"));
    Answer repeat = named.post(PATH, group("ada", "grace"));

    assertThat(repeat.json()).isEqualTo(first.json());
    assertThat(repeat.header("Repeatability-Result")).isEqualTo("accepted");
    assertThat(named.post(PATH, group("grace", "ada")).status()).isEqualTo(409);
  }

  @Test
  void participantsComeAndGo() {
    String path = PATH + "/" + created(group("ada")) + "/participants";

    Answer added =
        backend.patch(
            path,
            new JsonObject()
                .put("participantExternalIds", new JsonArray().add("grace").add("edsger")));

    assertThat(fields(added.value(), "externalId")).containsExactly("ada", "grace", "edsger");
    Answer page = backend.get(path + "?$top=2");
    assertThat(fields(page.value(), "externalId")).containsExactly("ada", "grace");
    assertThat(fields(backend.follow(page.json().getString("@nextLink")).value(), "externalId"))
        .containsExactly("edsger");
    assertThat(backend.delete(path + "/grace").status()).isEqualTo(204);
    assertThat(backend.delete(path + "/grace").status()).isEqualTo(404);
    assertThat(backend.delete(path + "/nobody").status()).isEqualTo(404);
    assertThat(fields(backend.get(path).value(), "externalId")).containsExactly("ada", "edsger");
    assertBadArgument(
        backend.patch(
            path, new JsonObject().put("participantExternalIds", new JsonArray().add("nobody"))),
        "participantExternalIds");
  }

  @Test
  void theApplicationWritesAsItselfAndAsAMember() {
    String path = PATH + "/" + created(group("ada", "grace")) + "/messages";

    Answer own = backend.post(path, content("Order shipped"));
    Answer asAda = backend.post(path, content("Hi").put("authorExternalId", "ada"));

    assertThat(own.json().getString("creatorID")).isEqualTo(system);
    assertThat(backend.follow(own.header("Location")).json()).isEqualTo(own.json());
    assertThat(asAda.json().getString("creatorID"))
        .isEqualTo(backend.get("/server/users/ada").json().getString("id"));
    assertThat(server.engine().heard(Command.SendMessage.class))
        .anyMatch(
            send ->
                send.authority() == Authority.APPLICATION && ("" + send.userID()).equals(system));
    assertThat(backend.post(path, content("Hi").put("authorExternalId", "edsger")).status())
        .isEqualTo(403);
    assertBadArgument(
        backend.post(path, content("Hi").put("authorExternalId", "nobody")), "authorExternalId");
    assertThat(
            backend
                .post(
                    PATH + "/9007199254740991/messages",
                    content("Hi").put("authorExternalId", "ada"))
                .status())
        .isEqualTo(404);
    assertThat(backend.post(PATH + "/9007199254740991/messages", content("Hi")).status())
        .isEqualTo(404);
  }

  @Test
  void aRepeatUnderTheSameNameIsTheFirstAnswer() {
    String path = PATH + "/" + created(group("ada")) + "/messages";
    JsonObject body = content("Hello").put("clientMessageID", "order-1");

    Answer first = backend.post(path, body);

    assertThat(backend.post(path, body).json()).isEqualTo(first.json());
    assertThat(backend.post(path, body.copy().put("content", "Other")).status()).isEqualTo(409);
  }

  @Test
  void anyMessageCanBeEditedAndDeleted() {
    String path = PATH + "/" + created(group("ada")) + "/messages";
    String one =
        path
            + "/"
            + backend
                .post(path, content("Rude").put("authorExternalId", "ada"))
                .json()
                .getString("id");

    Answer edited = backend.patch(one, content("Polite"));

    assertThat(edited.json().getString("content")).isEqualTo("Polite");
    assertThat(edited.json().getInteger("changeSeq")).isEqualTo(2);
    assertThat(backend.delete(one).status()).isEqualTo(204);
    assertThat(backend.delete(one).status()).isEqualTo(204);
    assertThat(backend.get(one).status()).isEqualTo(404);
    assertThat(backend.patch(one, content("Again")).status()).isEqualTo(404);
  }
}
