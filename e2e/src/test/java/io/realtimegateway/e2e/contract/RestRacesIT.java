package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two requests at once have the outcome of one after the other, and pages go on over what is
/// deleted between them.
final class RestRacesIT {
  private static final int ROUNDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static ServerProcess server;
  private static ExecutorService threads;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server =
        new ServerProcess(folder)
            .with("--set", "limits.requests=off", "--set", "limits.sign-ins=off")
            .start();
    threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterAll
  static void stop() {
    threads.close();
    server.close();
  }

  private static ChatUser user(String name) {
    return ChatUser.signIn(server.url(), name);
  }

  @SafeVarargs
  private static List<Integer> atOnce(Supplier<Reply>... requests) {
    List<CompletableFuture<Integer>> running = new ArrayList<>();
    for (Supplier<Reply> request : requests) {
      running.add(CompletableFuture.supplyAsync(() -> request.get().status(), threads));
    }
    return running.stream().map(CompletableFuture::join).toList();
  }

  private static Reply ask(ChatUser author, String name) {
    return author.post(
        "/friendrequests", new JsonObject().put("recipientEmail", name + "@example.com"));
  }

  @Test
  void friendRequestsThatCrossAndTurnsThatMeetHaveOneWinner() {
    ChatUser cy = user("cy");
    ChatUser dan = user("dan");
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> crossed = atOnce(() -> ask(cy, "dan"), () -> ask(dan, "cy"));
      assertThat(crossed).containsExactlyInAnyOrder(201, 400);
      ChatUser author = crossed.getFirst() == 201 ? cy : dan;
      ChatUser target = author == cy ? dan : cy;

      List<Integer> turns =
          atOnce(
              () -> target.patch("/friendrequests/received/" + author.id(), new JsonObject()),
              () -> author.delete("/friendrequests/sent/" + target.id()),
              () -> target.delete("/friendrequests/received/" + author.id()));

      assertThat(turns).containsExactlyInAnyOrder(204, 404, 404);
      if (turns.getFirst() == 204) {
        assertThat(
                atOnce(
                    () -> cy.delete("/users/friends/" + dan.id()),
                    () -> dan.delete("/users/friends/" + cy.id())))
            .containsExactlyInAnyOrder(204, 404);
      }
    }
  }

  @Test
  void aRequestThatIsAcceptedAtOnceIsStillToldAsMade() {
    ChatUser eve = user("eve");
    ChatUser finn = user("finn");
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<Void> accepted =
          CompletableFuture.runAsync(() -> acceptAsSoonAsPossible(finn, eve), threads);
      Reply asked = ask(eve, "finn").expect(201);
      accepted.join();
      assertThat(asked.body().getString("status")).isEqualTo("pending");
      finn.delete("/users/friends/" + eve.id()).expect(204);
    }
  }

  private static void acceptAsSoonAsPossible(ChatUser target, ChatUser author) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String path = "/friendrequests/received/" + author.id();
    while (target.patch(path, new JsonObject()).status() != 204) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("there never was a request to accept");
      }
    }
  }

  @Test
  void ofTwoPrivateChatsAtOnceOneIsMade() {
    for (int round = 0; round < ROUNDS; round++) {
      ChatUser one = user("one" + round);
      ChatUser other = user("other" + round);
      assertThat(
              atOnce(
                  () -> one.post("/conversations", privateChat(other)),
                  () -> other.post("/conversations", privateChat(one))))
          .containsExactlyInAnyOrder(201, 400);
    }
  }

  private static JsonObject privateChat(ChatUser with) {
    return new JsonObject()
        .put("participantIDs", new JsonArray().add(with.id()))
        .put("conversationType", "private-chat");
  }

  @Test
  void pagesGoOnOverWhatIsDeletedBetweenThem() {
    ChatUser ada = user("ada");
    long conversation = ada.createGroup("tea", user("ben"));
    String path = "/conversations/" + conversation + "/messages";
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      JsonObject message = new JsonObject().put("content", "Tea " + i);
      ids.add(ada.post(path, message).expect(201).body().getString("id"));
    }

    List<String> forward = new ArrayList<>();
    Reply page = ada.get(path + "?$after=0&$top=4").expect(200);
    forward.addAll(idsOf(page));
    // The last of the page, whose seq is the key of the next, and some of the next.
    for (int gone : new int[] {3, 4, 5}) {
      ada.delete(path + "/" + ids.get(gone)).expect(204);
    }
    for (String next = page.body().getString("@nextLink");
        next != null;
        next = page.body().getString("@nextLink")) {
      page = ada.get(below(next)).expect(200);
      forward.addAll(idsOf(page));
    }
    assertThat(forward).isEqualTo(without(ids, 4, 5));

    List<String> backward = new ArrayList<>();
    page = ada.get(path + "?$top=4").expect(200);
    backward.addAll(0, idsOf(page));
    for (int gone : new int[] {8, 7}) {
      ada.delete(path + "/" + ids.get(gone)).expect(204);
    }
    for (String next = page.body().getString("@nextLink");
        next != null;
        next = page.body().getString("@nextLink")) {
      page = ada.get(below(next)).expect(200);
      backward.addAll(0, idsOf(page));
    }
    assertThat(backward).isEqualTo(without(ids, 3, 4, 5, 7));
  }

  private static String below(String link) {
    return link.substring(link.indexOf("/conversations"));
  }

  private static List<String> idsOf(Reply page) {
    return page.value().stream().map(message -> message.getString("id")).toList();
  }

  private static List<String> without(List<String> ids, int... places) {
    List<String> left = new ArrayList<>(ids);
    for (int place : places) {
      left.remove(ids.get(place));
    }
    return left;
  }
}
