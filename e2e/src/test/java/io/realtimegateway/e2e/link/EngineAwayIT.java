package io.realtimegateway.e2e.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.engine.stop.StopPoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What sockets notice of an engine that is paused, stopped or away, and of a gateway that is gone.
final class EngineAwayIT {
  private static final Duration LINK_TIMEOUT = Duration.ofSeconds(3);
  private static final String[] QUICK = {
    "--set", "link.heartbeat=500ms", "--set", "link.timeout=3s", "--set", "engine.lost-after=5m"
  };

  @TempDir private Path folder;

  @Test
  void anEngineThatWasPausedForLongerThanTheLinksStandGoesOn() {
    try (SplitServer server = new SplitServer(folder, QUICK)) {
      ServerProcess edge = server.edge("edge");
      ServerProcess other = server.edge("other");
      try (Crowd crowd = Crowd.gather(edge.url(), 2, 3, 2);
          ChatSocket far = crowd.room(0).members().get(1).at(other.url()).connect()) {
        Crowd.Room room = crowd.room(0);
        far.await("hello");
        room.socket(0).say(room.id(), "before");
        room.awaitEverywhere("before");
        room.awaitText(far, "before");

        server.engine().pause();
        List<String> refs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          refs.add(room.send(0, "paused-" + i));
          Patience.during(LINK_TIMEOUT.dividedBy(3));
        }
        awaitLoss(edge, other);
        server.engine().goOn();

        List<Long> seqs =
            refs.stream().map(ref -> room.socket(0).answer(ref).getLong("seq")).toList();
        assertThat(seqs).containsExactly(2L, 3L, 4L, 5L, 6L);
        room.socket(0).say(room.id(), "after");
        List<ChatSocket> all = new ArrayList<>(room.allSockets().toList());
        all.add(far);
        for (ChatSocket socket : all) {
          room.awaitText(socket, "after");
          assertThat(socket.heard("message").map(frame -> frame.getLong("seq")).toList())
              .isSorted()
              .doesNotHaveDuplicates();
          assertLiveOrLagging(room, socket, 7);
        }
        assertThat(crowd.room(1).allSockets())
            .allMatch(socket -> socket.heard("lagging").findAny().isEmpty());
        assertThat(crowd.sockets()).allMatch(socket -> socket.closeCode().isEmpty());
        assertThat(room.members().getFirst().history(room.id()))
            .extracting(message -> message.getString("content"))
            .containsExactly(
                "before",
                "as paused-0",
                "as paused-1",
                "as paused-2",
                "as paused-3",
                "as paused-4",
                "after");
      }
    }
  }

  @Test
  void whoWasRemovedWhenTheEngineEndedIsToldToo() {
    try (SplitServer server = new SplitServer(folder, QUICK)) {
      ServerProcess edge = server.edge("edge");
      try (Crowd crowd = Crowd.gather(edge.url(), 2, 3, 2)) {
        Crowd.Room room = crowd.room(0);
        room.socket(0).say(room.id(), "before");
        room.awaitEverywhere("before");
        String epoch = room.epoch();
        long removed = room.members().get(2).id();
        Patience.during(Duration.ofSeconds(2));

        server.stopNextAt(StopPoint.COMMITTED);
        CompletableFuture<Integer> removal =
            CompletableFuture.supplyAsync(
                () ->
                    room.members()
                        .getFirst()
                        .delete("/conversations/%d/participants/%d".formatted(room.id(), removed))
                        .status(),
                Thread::startVirtualThread);
        server.awaitStop();
        server.engine().start();

        JsonObject told =
            new JsonObject()
                .put("type", "lagging")
                .put("conversationIDs", new JsonArray().add(room.id()));
        room.allSockets().forEach(socket -> assertThat(socket.await("lagging")).isEqualTo(told));
        JsonObject reset = room.changes(room.socket(2), 1, epoch);
        assertThat(reset.getString("type")).isEqualTo("reset");
        assertThat(reset.getString("reason")).isEqualTo("not_member");
        JsonObject page = room.changes(room.socket(1), 1, epoch);
        assertThat(page.getLong("seq")).isEqualTo(2);
        assertThat(page.getJsonArray("value").getJsonObject(0).getString("type"))
            .isEqualTo("member_removed");
        room.socket(0).say(room.id(), "after");
        room.sockets().subList(0, 2).forEach(some -> room.awaitText(some.getFirst(), "after"));
        assertThat(room.sockets().get(2))
            .allMatch(socket -> socket.closeCode().isEmpty())
            .noneMatch(
                socket ->
                    socket.heard("message").anyMatch(m -> "after".equals(m.getString("content"))));
        assertThat(crowd.room(1).allSockets())
            .allMatch(socket -> socket.heard("lagging").findAny().isEmpty());
        assertThat(removal.join()).isIn(204, 503);
      }
    }
  }

  @Test
  void theEndOfAnEngineAloneOnPurposeClosesNoSocket() {
    try (SplitServer server = new SplitServer(folder, QUICK)) {
      ServerProcess edge = server.edge("edge");
      try (Crowd crowd = Crowd.gather(edge.url(), 1, 2, 2)) {
        Crowd.Room room = crowd.room(0);
        room.socket(0).say(room.id(), "before");
        assertThat(server.engine().stop()).isZero();
        String ref = room.send(0, "between");
        server.engine().start();
        assertThat(room.socket(0).answer(ref).getString("type")).isEqualTo("ack");
        room.allSockets().forEach(socket -> awaitLiveOrLagging(room, socket, 2));
        assertThat(room.allSockets()).allMatch(socket -> socket.closeCode().isEmpty());
      }
    }
  }

  @Test
  void anEngineThatLostItsLocalStoreIsTakenByTheGatewaysOfBefore() throws IOException {
    try (SplitServer server = new SplitServer(folder, QUICK)) {
      ServerProcess edge = server.edge("edge", "--set", "gateway.request-wait=5m");
      try (Crowd crowd = Crowd.gather(edge.url(), 1, 2, 2)) {
        Crowd.Room room = crowd.room(0);
        room.socket(0).say(room.id(), "before");
        String epoch = room.epoch();
        String unanswered = archivedAndNotAnswered(server, edge, room);
        Files.move(server.engine().data().resolve("journal"), folder.resolve("lost-journal"));
        server.engine().start();
        edge.goOn();

        room.allSockets().forEach(socket -> socket.await("lagging"));
        JsonObject unknown = room.socket(0).answer(unanswered);
        assertThat(unknown.getString("code")).isEqualTo("ServiceUnavailable");
        assertThat(unknown.getString("message")).contains("the engine lost its record of it");
        JsonObject reset = room.changes(room.socket(1), 1, epoch);
        assertThat(reset.getString("reason")).isEqualTo("epoch");
        assertThat(room.socket(0).say(room.id(), "after").getLong("seq")).isEqualTo(3);
        room.awaitEverywhere("after");
        assertThat(room.allSockets()).allMatch(socket -> socket.closeCode().isEmpty());
        assertThat(room.members().getFirst().history(room.id()))
            .extracting(message -> message.getString("content"))
            .containsExactly("before", "once", "after");
      }
    }
  }

  /// A message without a client-given name is in PostgreSQL and its sender has no answer: both
  /// processes are stopped before.
  ///
  /// @return the `ref` of the command
  private static String archivedAndNotAnswered(
      SplitServer server, ServerProcess edge, Crowd.Room room) {
    // Who is online is in the journal by then: the next record is the message.
    Patience.during(Duration.ofSeconds(2));
    server.stopNextAt(StopPoint.COMMITTED);
    String ref =
        room.socket(0)
            .send(
                "send_message",
                new JsonObject().put("conversationID", room.id()).put("content", "once"));
    server.awaitStop();
    edge.pause();
    server.engine().start();
    assertThat(server.engine().stop()).isZero();
    return ref;
  }

  @Test
  void aKilledGatewaysUsersGoOfflineAndOthersGoOn() {
    try (SplitServer server = new SplitServer(folder, QUICK)) {
      ServerProcess edge = server.edge("edge");
      ServerProcess other = server.edge("other");
      try (Crowd crowd = Crowd.gather(edge.url(), 1, 3, 1);
          ChatSocket stays = crowd.room(0).members().getFirst().at(other.url()).connect()) {
        Crowd.Room room = crowd.room(0);
        for (int member : new int[] {1, 2}) {
          awaitPresence(stays, room.members().get(member).id(), true);
        }
        edge.kill();
        for (int member : new int[] {1, 2}) {
          awaitPresence(stays, room.members().get(member).id(), false);
        }
        assertThat(
                room.members()
                    .getFirst()
                    .at(other.url())
                    .get("/conversations/" + room.id() + "/participants")
                    .expect(200)
                    .value())
            .filteredOn(member -> member.getBoolean("isOnline"))
            .extracting(member -> member.getString("id"))
            .containsExactly(Long.toString(room.members().getFirst().id()));
        stays.say(room.id(), "after");
        assertThat(stays.closeCode()).isEmpty();
      }
    }
  }

  @Test
  void anEngineThatIsAwayForTooLongClosesSocketsAndTakesThemAgainWhenItIsBack() {
    try (SplitServer server =
        new SplitServer(folder, "--set", "link.heartbeat=500ms", "--set", "link.timeout=3s")) {
      ServerProcess edge = server.edge("edge", "--set", "engine.lost-after=4s");
      try (Crowd crowd = Crowd.gather(edge.url(), 1, 2, 3)) {
        Crowd.Room room = crowd.room(0);
        String ticket = room.members().getFirst().ticket();
        server.engine().kill();
        assertThat(room.allSockets()).allMatch(socket -> socket.awaitClose() == 4003);
        assertThat(upgrade(room, ticket)).isEqualTo(503);
        server.engine().start();
        Patience.until("tickets", () -> room.members().getFirst().get("/ws/token").status() == 200);
        // The links of the API may be back before those of the gateway; the ticket stays unused.
        String next = room.members().getFirst().ticket();
        Patience.until("the gateway's links", () -> upgrade(room, next) == 101);
        try (ChatSocket again = room.members().getFirst().connect()) {
          again.await("hello");
          again.say(room.id(), "after");
        }
      }
    }
  }

  private static int upgrade(Crowd.Room room, String ticket) {
    try (ChatSocket _ = ChatSocket.open(room.members().getFirst().socketAddress(ticket))) {
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  private static void awaitLoss(ServerProcess... edges) {
    for (ServerProcess edge : edges) {
      Patience.until("the loss of the links", () -> edge.log().contains("SILENT"));
    }
  }

  private static void awaitPresence(ChatSocket socket, long user, boolean isOnline) {
    String id = Long.toString(user);
    Patience.until(
        "presence of " + id,
        () ->
            socket
                .heard("presence")
                .filter(frame -> frame.getString("userID").equals(id))
                .reduce((_, last) -> last)
                .filter(last -> last.getBoolean("isOnline") == isOnline)
                .isPresent());
  }

  private static void awaitLiveOrLagging(Crowd.Room room, ChatSocket socket, long head) {
    Patience.until(
        "all messages, or what was missed",
        () ->
            socket.heard("message").count() == head
                || socket.heard("lagging").findAny().isPresent());
    assertLiveOrLagging(room, socket, head);
  }

  /// A socket was notified to catch up with what it did not receive live, and then it has
  /// everything.
  private static void assertLiveOrLagging(Crowd.Room room, ChatSocket socket, long head) {
    List<Long> live = socket.heard("message").map(frame -> frame.getLong("seq")).toList();
    if (live.size() == head) {
      return;
    }
    assertThat(socket.heard("lagging").toList()).isNotEmpty();
    JsonObject page = room.changes(socket, 1, room.epoch());
    assertThat(page.getLong("seq")).isEqualTo(head);
    assertThat(page.getJsonArray("value")).hasSize((int) head - 1);
  }
}
