package io.realtimegateway.e2e.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.engine.stop.StopPoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine ends between commit and delivery under a thousand sockets, and is started again.
final class EngineRestartIT {
  private static final int ROOMS = 50;
  private static final int MEMBERS = 4;
  private static final int SOCKETS = 5;
  private static final Duration BETWEEN_SENDS = Duration.ofMillis(500);
  private static final List<String> LATER = List.of("later-0", "later-1", "later-2");

  @TempDir private Path folder;

  @Test
  void everySocketStaysAndOnlyThoseOfTheUndeliveredEventAreToldLagging() {
    try (SplitServer server = new SplitServer(folder)) {
      ServerProcess edge = server.edge("edge");
      try (Crowd crowd = Crowd.gather(edge.url(), ROOMS, MEMBERS, SOCKETS)) {
        assertThat(crowd.sockets()).hasSize(1000);
        restartUnder(server, crowd);
      }
    }
  }

  private static void restartUnder(SplitServer server, Crowd crowd) {
    Crowd.Room struck = crowd.room(0);
    Crowd.Room busy = crowd.room(1);
    Crowd.Room left = crowd.room(2);
    List<Crowd.Room> quiet = crowd.rooms().subList(3, ROOMS);
    crowd.rooms().forEach(room -> room.socket(0).say(room.id(), "before"));
    crowd.rooms().forEach(room -> room.awaitEverywhere("before"));
    String epoch = struck.epoch();
    awaitPresence(crowd);
    settle(crowd);
    Map<ChatSocket, Integer> heardBefore = new HashMap<>();
    crowd.sockets().forEach(socket -> heardBefore.put(socket, socket.heard().size()));

    server.stopNextAt(StopPoint.COMMITTED);
    String lost = struck.send(0, "lost");
    server.awaitStop();
    left.sockets().get(3).forEach(ChatSocket::close);
    List<String> refs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    awaitFirstRefusal(busy, refs, names);
    CompletableFuture<ServerProcess> back =
        CompletableFuture.supplyAsync(server.engine()::start, Thread::startVirtualThread);
    while (!back.isDone()) {
      sendOne(busy, refs, names);
    }
    assertThat(back.join().isAlive()).isTrue();

    // Nothing follows the event, and yet each of its members' sockets is notified.
    struck.allSockets().forEach(socket -> assertToldLagging(socket, struck, heardBefore));
    List<Long> ids =
        struck.allSockets().map(socket -> caughtUp(struck, socket, epoch)).distinct().toList();
    assertThat(struck.socket(0).answer(lost).getString("code")).isEqualTo("ServiceUnavailable");
    JsonObject ack = struck.socket(0).answer(struck.send(0, "lost"));
    assertThat(ack.getLong("seq")).isEqualTo(2);
    assertThat(ids).containsExactly(ack.getLong("messageID"));

    assertAnsweredOnceAndInOrder(busy, refs, names);
    assertGoesOffline(left);

    // Others hear nothing of all this but what is said from now on.
    quiet.forEach(room -> assertHeardNothing(room.allSockets(), heardBefore));
    crowd.rooms().forEach(room -> room.socket(0).say(room.id(), "after"));
    crowd.rooms().stream()
        .filter(room -> room.id() != left.id())
        .forEach(room -> room.awaitEverywhere("after"));
    List<ChatSocket> gone = left.sockets().get(3);
    crowd
        .sockets()
        .filter(socket -> !gone.contains(socket))
        .forEach(socket -> assertThat(socket.closeCode()).isEmpty());
    assertThat(struck.members().getFirst().history(struck.id()))
        .extracting(message -> message.getString("content"))
        .containsExactly("before", "as lost", "after");
  }

  /// Each socket knows that the three others of its room are online.
  private static void awaitPresence(Crowd crowd) {
    crowd
        .sockets()
        .forEach(
            socket ->
                Patience.until(
                    "the presence of three peers",
                    () ->
                        socket
                                .heard("presence")
                                .filter(frame -> frame.getBoolean("isOnline"))
                                .map(frame -> frame.getString("userID"))
                                .distinct()
                                .count()
                            == MEMBERS - 1));
  }

  /// A list over REST is answered when all that was accepted is archived, the state of users
  /// included: then nothing is on its way into the journal.
  private static void settle(Crowd crowd) {
    Patience.during(Duration.ofSeconds(2));
    crowd.room(0).members().getFirst().get("/conversations").expect(200);
  }

  private static void sendOne(Crowd.Room busy, List<String> refs, List<String> names) {
    String name = "meanwhile-" + names.size();
    names.add(name);
    refs.add(busy.send(0, name));
    Patience.during(BETWEEN_SENDS);
  }

  /// Without an engine a send is refused after `gateway.request-wait`.
  private static void awaitFirstRefusal(Crowd.Room busy, List<String> refs, List<String> names) {
    Patience.until(
        "a refusal",
        () -> {
          sendOne(busy, refs, names);
          return busy.socket(0).heard("error").findAny().isPresent();
        });
  }

  private static void assertToldLagging(
      ChatSocket socket, Crowd.Room struck, Map<ChatSocket, Integer> heardBefore) {
    socket.await("lagging");
    List<JsonObject> since = socket.heard().subList(heardBefore.get(socket), socket.heard().size());
    assertThat(since)
        .filteredOn(frame -> frame.getString("type").equals("lagging"))
        .containsExactly(
            new JsonObject()
                .put("type", "lagging")
                .put("conversationIDs", new JsonArray().add(struck.id())));
    assertThat(since).noneMatch(frame -> frame.getString("type").equals("message"));
  }

  /// The id of the message that the page has.
  private static long caughtUp(Crowd.Room room, ChatSocket socket, String epoch) {
    JsonObject page = room.changes(socket, 1, epoch);
    assertThat(page.getString("type")).isEqualTo("changes");
    assertThat(page.getString("epoch")).isEqualTo(epoch);
    assertThat(page.getLong("seq")).isEqualTo(2);
    assertThat(page.getBoolean("more")).isFalse();
    assertThat(page.getJsonArray("value")).hasSize(1);
    JsonObject item = page.getJsonArray("value").getJsonObject(0);
    assertThat(item.getString("content")).isEqualTo("as lost");
    return item.getLong("messageID");
  }

  private static void assertAnsweredOnceAndInOrder(
      Crowd.Room busy, List<String> refs, List<String> names) {
    List<String> refused = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < refs.size(); i++) {
      JsonObject answer = busy.socket(0).answer(refs.get(i));
      if (answer.getString("type").equals("ack")) {
        seqs.add(answer.getLong("seq"));
      } else {
        assertThat(answer.getString("code")).isEqualTo("ServiceUnavailable");
        refused.add(names.get(i));
      }
    }
    assertThat(refused).isNotEmpty();
    assertThat(seqs).isNotEmpty().isSorted().doesNotHaveDuplicates();
    for (String name : refused) {
      JsonObject again = busy.socket(0).answer(busy.send(0, name));
      assertThat(again.getString("type")).as(again.encode()).isEqualTo("ack");
    }
    LATER.forEach(name -> busy.socket(0).answer(busy.send(0, name)));
    busy.allSockets().forEach(socket -> assertNothingTwiceOrOutOfOrder(busy, socket));
    List<String> written =
        busy.members().getFirst().history(busy.id()).stream()
            .map(message -> message.getString("content"))
            .toList();
    assertThat(written)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(List.of("before"), as(names), as(LATER)).flatMap(List::stream).toList());
  }

  private static List<String> as(List<String> names) {
    return names.stream().map(name -> "as " + name).toList();
  }

  private static void assertNothingTwiceOrOutOfOrder(Crowd.Room busy, ChatSocket socket) {
    busy.awaitText(socket, "as " + LATER.getLast());
    assertThat(socket.heard("message").map(frame -> frame.getLong("seq")).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static void assertGoesOffline(Crowd.Room left) {
    String user = Long.toString(left.members().get(3).id());
    for (int member = 0; member < 3; member++) {
      left.sockets()
          .get(member)
          .forEach(
              socket ->
                  Patience.until(
                      "user " + user + " to go offline", () -> tellsOffline(socket, user)));
    }
    ChatUser stays = left.members().getFirst();
    assertThat(stays.get("/conversations/" + left.id() + "/participants").expect(200).value())
        .extracting(member -> member.getBoolean("isOnline"))
        .containsExactlyInAnyOrder(true, true, true, false);
  }

  private static boolean tellsOffline(ChatSocket socket, String user) {
    return socket
        .heard("presence")
        .anyMatch(frame -> frame.getString("userID").equals(user) && !frame.getBoolean("isOnline"));
  }

  private static void assertHeardNothing(
      Stream<ChatSocket> sockets, Map<ChatSocket, Integer> heardBefore) {
    sockets.forEach(
        socket ->
            assertThat(socket.heard().subList(heardBefore.get(socket), socket.heard().size()))
                .isEmpty());
  }
}
