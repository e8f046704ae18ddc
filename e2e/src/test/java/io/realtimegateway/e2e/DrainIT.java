package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM: new work is refused, what is under way is finished, browsers are sent away one after
/// the other, and what is not archived in time is archived after the next start.
final class DrainIT {
  /// At most ten a second of each event loop are sent away: time enough to try what is refused.
  private static final int QUIET = 300;

  private static final int SENDERS = 8;

  @TempDir private Path folder;

  @Test
  void whatWasTakenIsAnsweredAndEverybodyIsToldWhenToComeBack() {
    try (ServerProcess server = server()) {
      ChatUser ada = ChatUser.signIn(server.start().url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      String unused = ada.ticket();
      List<ChatSocket> sockets = connect(SENDERS, ada);
      List<ChatSocket> quiet = connect(QUIET, ChatUser.signIn(server.url(), "cay"));
      sendUntilTheFirstIsSentAway(server, sockets, quiet, group);

      assertThat(ChatSocket.refusal(ada.socketAddress(unused))).isEqualTo(503);
      JsonObject health = ChatUser.anonymous(server.url(), "/health").expect(503).body();
      assertThat(health.getString("status")).isEqualTo("unhealthy");
      ChatUser.anonymous(server.url(), "/health/ready").expect(503);
      ChatUser.anonymous(server.url(), "/health/live").expect(200);
      JsonObject late = new JsonObject().put("content", "late");
      assertThat(ada.post("/conversations/" + group + "/messages", late).status()).isEqualTo(503);
      for (ChatSocket socket : Stream.concat(quiet.stream(), sockets.stream()).toList()) {
        assertThat(socket.awaitClose()).isEqualTo(1001);
        assertThat(socket.closeReason()).matches("reconnect-after=\\d{1,5}");
      }
      assertThat(quiet.stream().map(ChatSocket::closeReason).distinct().count())
          .isGreaterThan(QUIET / 2);
      assertThat(server.awaitExit()).isZero();

      server.start();
      assertThat(texts(ada, group)).isEqualTo(acked(sockets)).doesNotContain("late");
      sockets.forEach(ChatSocket::close);
    }
  }

  @Test
  void fewSessionsAreToldToComeBackSoon() {
    try (ServerProcess server = server()) {
      List<ChatSocket> sockets = connect(5, ChatUser.signIn(server.start().url(), "ada"));
      server.terminate();
      for (ChatSocket socket : sockets) {
        assertThat(socket.awaitClose()).isEqualTo(1001);
        int millis = Integer.parseInt(socket.closeReason().replace("reconnect-after=", ""));
        assertThat(millis).isBetween(0, 5 * 20);
        socket.close();
      }
      assertThat(server.awaitExit()).isZero();
    }
  }

  @Test
  void aSecondSignalEndsAtOnceAndLosesNothing() {
    try (ServerProcess server = server()) {
      ChatUser ada = ChatUser.signIn(server.start().url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      List<ChatSocket> sockets = new ArrayList<>(connect(SENDERS, ada));
      sockets.getFirst().say(group, "before");
      sockets.addAll(connect(QUIET, ChatUser.signIn(server.url(), "cay")));
      server.terminate();
      Patience.until("the first is sent away", () -> isAnyClosed(sockets));
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(143);
      server.start();
      assertThat(texts(ada, group)).containsExactly("before");
      sockets.forEach(ChatSocket::close);
    }
  }

  @Test
  void whatCannotBeArchivedIsArchivedAfterTheNextStart() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server =
            server()
                .with("--set", "auth.dev-login=on")
                .environment("DATABASE_URL", database.address())) {
      ChatUser ada = ChatUser.signIn(server.start().url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        socket.say(group, "archived");
        assertThat(texts(ada, group)).containsExactly("archived");
        database.stop();
        socket.say(group, "not archived");
        server.terminate();
        assertThat(socket.awaitClose()).isEqualTo(1001);
        assertThat(server.awaitExit()).isZero();
      }
      database.start();
      server.start();
      assertThat(texts(ada, group)).containsExactlyInAnyOrder("archived", "not archived");
    }
  }

  private ServerProcess server() {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "limits.sessions-per-user=400", "--set", "limits.upgrades=off")
        .with("--set", "limits.requests=off", "--set", "limits.commands=off")
        .with("--set", "drain.deadline=36s", "--set", "drain.spread=18s");
  }

  private static List<ChatSocket> connect(int count, ChatUser user) {
    List<ChatSocket> sockets = IntStream.range(0, count).mapToObj(_ -> user.connect()).toList();
    sockets.forEach(socket -> socket.await("hello"));
    return sockets;
  }

  /// The senders do not wait for answers, and go on until they or others are sent away.
  private static void sendUntilTheFirstIsSentAway(
      ServerProcess server, List<ChatSocket> senders, List<ChatSocket> quiet, long group) {
    for (int round = 0; !isAnyClosed(senders) && !isAnyClosed(quiet); round++) {
      for (int at = 0; at < SENDERS; at++) {
        send(senders.get(at), group, round + "-" + at);
      }
      if (round == 2) {
        server.terminate();
      }
    }
  }

  private static void send(ChatSocket socket, long group, String content) {
    try {
      socket.send(
          "send_message",
          new JsonObject()
              .put("conversationID", group)
              .put("content", content)
              .put("clientMessageID", content));
    } catch (IllegalStateException _) {
      assertThat(socket.awaitClose()).isEqualTo(1001);
    }
  }

  private static boolean isAnyClosed(List<ChatSocket> sockets) {
    return sockets.stream().anyMatch(socket -> socket.closeCode().isPresent());
  }

  /// The contents that were acked; each is its own name.
  private static Set<String> acked(List<ChatSocket> sockets) {
    return sockets.stream()
        .flatMap(socket -> socket.heard("ack"))
        .map(ack -> ack.getString("clientMessageID"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> texts(ChatUser user, long group) {
    return user.history(group).stream()
        .map(message -> message.getString("content"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
