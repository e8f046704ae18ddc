package io.realtimegateway.api.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ConversationTest {
  private static ApiServer server;
  private static ApiClient ada;
  private static ApiClient grace;
  private static ApiClient edsger;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    ada = server.user("ada");
    grace = server.user("grace");
    edsger = server.user("edsger");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void leaveTheEngineAlone() {
    server.engine().intercept(_ -> null);
  }

  private static JsonObject group(Object... participants) {
    return new JsonObject()
        .put("conversationType", "group-chat")
        .put("groupName", "Compilers")
        .put("participantIDs", new JsonArray(List.of(participants)));
  }

  private static JsonObject privateChat(Object... participants) {
    JsonObject body = group(participants).put("conversationType", "private-chat");
    body.remove("groupName");
    return body;
  }

  private static String created(Answer answer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().getString("id");
  }

  private static void assertBadArgument(Answer answer, String target) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("BadArgument");
    assertThat(answer.target()).isEqualTo(target);
  }

  @Test
  void aGroupIsCreatedAnnouncedAndFoundAtItsLocation() {
    Answer answer = ada.post("/conversations", group(grace.userID(), "" + edsger.userID()));

    String id = created(answer);
    assertThat(answer.json().getString("creatorID")).isEqualTo("" + ada.userID());
    assertThat(answer.json().getString("groupName")).isEqualTo("Compilers");
    assertThat(server.engine().heard(Command.Announce.class))
        .anyMatch(told -> told.conversationID() == Long.parseLong(id));
    JsonObject found = ada.follow(answer.header("Location")).json();
    assertThat(found.getString("id")).isEqualTo(id);
    assertThat(found.getInteger("participantCount")).isEqualTo(3);
    assertThat(found.getString("epoch")).isEqualTo("00c0ffee00c0ffee");
    assertThat(found.getJsonArray("participants"))
        .extracting(one -> ((JsonObject) one).getString("role"))
        .containsExactly("owner", "member", "member");
  }

  @Test
  void aStrangerFindsNoConversation() {
    String id = created(ada.post("/conversations", group(grace.userID())));

    assertThat(edsger.get("/conversations/" + id).status()).isEqualTo(404);
    assertThat(edsger.get("/conversations/" + id + "/participants").status()).isEqualTo(404);
    assertThat(edsger.get("/conversations/" + id + "/messages").status()).isEqualTo(404);
    assertThat(edsger.get("/conversations/" + id + "/changes").status()).isEqualTo(404);
    assertThat(edsger.get("/conversations/999999999").status()).isEqualTo(404);
  }

  @Test
  void thereIsOnePrivateChatForEachPair() {
    ApiClient one = server.user("one");
    ApiClient other = server.user("other");
    created(one.post("/conversations", privateChat(other.userID())));

    assertBadArgument(other.post("/conversations", privateChat(one.userID())), "participantIDs");
  }

  @Test
  void aFieldThatIsNullIsAbsent() {
    ApiClient one = server.user("one");
    ApiClient other = server.user("other");

    created(one.post("/conversations", privateChat(other.userID()).putNull("groupName")));
    assertBadArgument(
        one.post("/conversations", group(other.userID()).putNull("groupName")), "groupName");
  }

  @Test
  void ofManyRacingPrivateChatsOneWins() {
    ApiClient one = server.user("one");
    ApiClient other = server.user("other");

    List<CompletableFuture<Integer>> racers =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            (i % 2 == 0
                                    ? one.post("/conversations", privateChat(other.userID()))
                                    : other.post("/conversations", privateChat(one.userID())))
                                .status()))
            .toList();

    assertThat(racers.stream().map(CompletableFuture::join).filter(status -> status == 201))
        .hasSize(1);
    assertThat(racers.stream().map(CompletableFuture::join).filter(status -> status == 400))
        .hasSize(15);
  }

  @Test
  void whatIsWrongWithARequestIsNamed() {
    assertBadArgument(ada.post("/conversations", group(ada.userID())), "participantIDs");
    assertBadArgument(
        ada.post("/conversations", group(grace.userID(), grace.userID())), "participantIDs");
    assertBadArgument(ada.post("/conversations", group(123456789)), "participantIDs");
    assertBadArgument(ada.post("/conversations", group("x")), "participantIDs");
    assertBadArgument(ada.post("/conversations", group("07")), "participantIDs");
    assertBadArgument(ada.post("/conversations", group(9007199254740992L)), "participantIDs");
    assertBadArgument(ada.post("/conversations", group()), "participantIDs");
    assertBadArgument(
        ada.post("/conversations", group(IntStream.rangeClosed(1, 51).boxed().toArray())),
        "participantIDs");
    assertBadArgument(
        ada.post("/conversations", group(grace.userID()).put("groupName", "")), "groupName");
    assertBadArgument(
        ada.post("/conversations", group(grace.userID()).put("groupName", "x".repeat(51))),
        "groupName");
    assertBadArgument(
        ada.post("/conversations", group(grace.userID()).put("colour", "red")), "colour");
    assertBadArgument(
        ada.post("/conversations", group(grace.userID()).put("conversationType", "broadcast")),
        "conversationType");
    assertBadArgument(
        ada.post("/conversations", privateChat(grace.userID(), edsger.userID())), "participantIDs");
    assertBadArgument(
        ada.post("/conversations", privateChat(grace.userID()).put("groupName", "Two")),
        "groupName");
  }

  @Test
  void lengthsCountCodePoints() {
    JsonObject body = group(grace.userID()).put("groupName", "😀".repeat(50));

    created(ada.post("/conversations", body));
    assertBadArgument(
        ada.post("/conversations", body.put("groupName", "😀".repeat(51))), "groupName");
  }

  @Test
  void aFractionIsNoId() {
    String body = group(1).encode().replace("[1]", "[" + grace.userID() + ".0]");

    assertBadArgument(ada.send("POST", "/api/v1.0/conversations", body), "participantIDs");
  }

  @Test
  void theListPagesByActivityNewestFirst() {
    ApiClient user = server.user("user");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(created(user.post("/conversations", group(grace.userID()))));
    }
    user.post("/conversations/" + ids.get(1) + "/messages", new JsonObject().put("content", "Hi"));

    List<String> seen = new ArrayList<>();
    Answer page = user.get("/conversations?$top=2");
    while (true) {
      page.value().forEach(one -> seen.add(((JsonObject) one).getString("id")));
      String next = page.json().getString("@nextLink");
      if (next == null) {
        break;
      }
      page = user.follow(next);
    }

    assertThat(seen).hasSize(5).startsWith(ids.get(1)).endsWith(ids.get(0));
    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aListTakesTheSameFewStatementsHoweverLongItIs() {
    ApiClient user = server.user("user");
    created(user.post("/conversations", group(grace.userID())));
    long few = statements(() -> user.get("/conversations"));
    for (int i = 0; i < 10; i++) {
      created(user.post("/conversations", group(grace.userID(), edsger.userID())));
    }

    assertThat(statements(() -> user.get("/conversations"))).isEqualTo(few).isLessThanOrEqualTo(4);
  }

  /// The revocations are read each second, which may fall into the count: the lower of some counts.
  private static long statements(Runnable call) {
    return Stream.generate(
            () -> {
              long before = server.database().statements();
              call.run();
              return server.database().statements() - before;
            })
        .limit(3)
        .min(Long::compare)
        .orElseThrow();
  }

  @Test
  void aRepeatedCreationGetsTheFirstAnswer() {
    ApiClient client =
        ada.with("Repeatability-Request-ID", "018f4b2e-7a31-7c00-9d1e-5f2a4c3b2a10")
            .with("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");
    Answer first = client.post("/conversations", group(grace.userID()));

    Answer repeat = client.post("/conversations", group(grace.userID()));

    assertThat(created(repeat)).isEqualTo(created(first));
    assertThat(repeat.header("Repeatability-Result")).isEqualTo("accepted");
    assertThat(client.post("/conversations", group(edsger.userID())).status()).isEqualTo(409);
    assertBadArgument(
        ada.with("Repeatability-Request-ID", "a").post("/conversations", group(grace.userID())),
        "Repeatability-First-Sent");
  }

  @Test
  void participantsAreListedWithTheirPresenceInPages() {
    server.conversations().setOnline(grace.userID());
    String id = created(ada.post("/conversations", group(grace.userID(), edsger.userID())));

    Answer first = ada.get("/conversations/" + id + "/participants?$top=2");
    Answer second = ada.follow(first.json().getString("@nextLink"));

    assertThat(first.value())
        .extracting(one -> ((JsonObject) one).getBoolean("isOnline"))
        .containsExactly(false, true);
    assertThat(second.value()).hasSize(1);
    assertThat(second.json().getString("@nextLink")).isNull();
  }

  @Test
  void anyMemberAddsAndOnlyTheOwnerRemoves() {
    String id = created(ada.post("/conversations", group(grace.userID())));
    JsonObject added =
        new JsonObject()
            .put("participantIDs", new JsonArray().add(edsger.userID()).add(ada.userID()));
    String path = "/conversations/" + id + "/participants";

    Answer answer = grace.patch(path, added);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.value()).hasSize(3);
    assertThat(grace.delete(path + "/" + edsger.userID()).status()).isEqualTo(403);
    assertThat(ada.delete(path + "/" + edsger.userID()).status()).isEqualTo(204);
    assertThat(edsger.get("/conversations/" + id).status()).isEqualTo(404);
    assertThat(grace.delete(path + "/" + grace.userID()).status()).isEqualTo(204);
    assertBadArgument(
        ada.patch(path, new JsonObject().put("participantIDs", new JsonArray().add(987654321))),
        "participantIDs");
  }

  @Test
  void withoutTheEnginesBarrierNothingIsRead() {
    String id = created(ada.post("/conversations", group(grace.userID())));
    server.engine().fail(Command.Barrier.class, ErrorCode.SERVICE_UNAVAILABLE);

    for (String path :
        List.of("/conversations", "/conversations/" + id, "/conversations/" + id + "/messages")) {
      Answer answer = ada.get(path);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void aConversationIsCreatedThoughTheEngineTakesNoAnnouncement() {
    server.engine().fail(Command.Announce.class, ErrorCode.SERVICE_UNAVAILABLE);

    created(ada.post("/conversations", group(grace.userID())));
  }
}
