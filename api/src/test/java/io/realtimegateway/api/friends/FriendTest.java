package io.realtimegateway.api.friends;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FriendTest {
  private static ApiServer server;
  private ApiClient ada;
  private ApiClient grace;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void begin() {
    ada = server.user("ada");
    grace = server.user("grace");
  }

  private static Answer ask(ApiClient author, ApiClient recipient) {
    String email = recipient.get("/users/me").json().getString("email");
    return author.post("/friendrequests", new JsonObject().put("recipientEmail", email));
  }

  private static List<String> ids(JsonObject request) {
    return Stream.of("sender", "recipient", "creator")
        .map(side -> request.getJsonObject(side).getString("id"))
        .toList();
  }

  @Test
  void aRequestIsFoundAtItsLocationByBoth() {
    Answer answer = ask(grace, ada);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().getString("senderId")).isEqualTo("" + ada.userID());
    assertThat(answer.json().getString("recipientId")).isEqualTo("" + grace.userID());
    assertThat(answer.json().getString("authorId")).isEqualTo("" + grace.userID());
    JsonObject found = grace.follow(answer.header("Location")).json();
    assertThat(found.getJsonObject("creator").getString("displayName")).isEqualTo("grace");
    assertThat(grace.get("/friendrequests/sent").value()).hasSize(1);
    assertThat(ada.get("/friendrequests/received").value()).hasSize(1);
    assertThat(ada.get("/friendrequests/sent").value()).isEmpty();
    JsonObject received = ada.get("/friendrequests/received/" + grace.userID()).json();
    assertThat(ids(received)).isEqualTo(ids(found));
  }

  @Test
  void anAcceptedRequestIsAFriendshipUntilOneEndsIt() {
    ask(ada, grace);
    String received = "/friendrequests/received/" + ada.userID();

    assertThat(grace.patch(received, new JsonObject()).status()).isEqualTo(204);

    assertThat(grace.patch(received, new JsonObject()).status()).isEqualTo(404);
    assertThat(ada.get("/users/friends").value()).hasSize(1);
    assertThat(grace.get("/users/friends").value()).hasSize(1);
    assertThat(ada.delete("/friendrequests/sent/" + grace.userID()).status()).isEqualTo(404);
    assertThat(ask(grace, ada).status()).isEqualTo(400);
    assertThat(grace.delete("/users/friends/" + ada.userID()).status()).isEqualTo(204);
    assertThat(ada.delete("/users/friends/" + grace.userID()).status()).isEqualTo(404);
    assertThat(ask(grace, ada).status()).isEqualTo(201);
  }

  @Test
  void aRequestIsCancelledByItsAuthorAndDeclinedByItsRecipient() {
    ask(ada, grace);
    assertThat(grace.delete("/friendrequests/sent/" + ada.userID()).status()).isEqualTo(404);
    assertThat(ada.delete("/friendrequests/sent/" + grace.userID()).status()).isEqualTo(204);
    assertThat(ada.delete("/friendrequests/sent/" + grace.userID()).status()).isEqualTo(404);

    ask(ada, grace);
    assertThat(ada.patch("/friendrequests/received/" + grace.userID(), new JsonObject()).status())
        .isEqualTo(404);
    assertThat(grace.delete("/friendrequests/received/" + ada.userID()).status()).isEqualTo(204);
    assertThat(ada.get("/friendrequests/sent/" + grace.userID()).status()).isEqualTo(404);
  }

  @Test
  void duplicatesAndOneselfAreRefused() {
    ask(ada, grace);

    for (Answer answer : List.of(ask(ada, grace), ask(grace, ada), ask(ada, ada))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.target()).isEqualTo("recipientEmail");
    }
    JsonObject nobody = new JsonObject().put("recipientEmail", "nobody@example.org");
    assertThat(ada.post("/friendrequests", nobody).status()).isEqualTo(404);
    assertThat(ada.post("/friendrequests", nobody.copy().put("note", "hi")).status())
        .isEqualTo(400);
  }

  @Test
  void ofTwoRequestsThatCrossOneWins() {
    List<CompletableFuture<Integer>> racers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> (i % 2 == 0 ? ask(ada, grace) : ask(grace, ada)).status()))
            .toList();

    assertThat(racers.stream().map(CompletableFuture::join).filter(status -> status == 201))
        .hasSize(1);
  }

  @Test
  void friendsArePagedByKey() {
    for (int i = 0; i < 3; i++) {
      ApiClient friend = server.user("friend");
      ask(friend, ada);
      ada.patch("/friendrequests/received/" + friend.userID(), new JsonObject());
    }

    Answer first = ada.get("/users/friends?$top=2");
    Answer second = ada.follow(first.json().getString("@nextLink"));

    assertThat(first.value()).hasSize(2);
    assertThat(second.value()).hasSize(1);
    assertThat(second.json().getString("@nextLink")).isNull();
  }
}
