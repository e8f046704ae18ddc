package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatClient;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// One engine, and two processes with gateway and API: what concerns a user holds on both.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TwoEdgesIT {
  private static final int MOST_SESSIONS = 5;

  private ServerProcess engine;
  private ServerProcess left;
  private ServerProcess right;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    String linkPort = Integer.toString(FreePort.find());
    engine =
        new ServerProcess(folder.resolve("engine"))
            .with("--roles", "engine", "--set", "link.port=" + linkPort)
            .with("--set", "limits.sessions-per-user=" + MOST_SESSIONS)
            .start();
    left = edge(folder.resolve("left"), linkPort);
    right = edge(folder.resolve("right"), linkPort);
  }

  private ServerProcess edge(Path folder, String linkPort) throws IOException {
    return new ServerProcess(folder)
        .with("--roles", "gateway,api", "--set", "auth.dev-login=on")
        .with("--set", "link.engine=127.0.0.1:" + linkPort)
        .with("--set", "link.secret-file=" + engine.data().resolve("link.secret"))
        .environment(
            "DATABASE_URL", Files.readString(engine.data().resolve("database.url")).strip())
        .start();
  }

  @AfterAll
  void stop() {
    right.close();
    left.close();
    engine.close();
  }

  @Test
  void theOldestSessionOfTooManyIsClosedOnWhicheverGatewayItIs() {
    ChatUser ada = ChatUser.signIn(left.url(), "many");
    List<ChatSocket> sockets = new ArrayList<>();
    try {
      for (int at = 0; at <= MOST_SESSIONS; at++) {
        ServerProcess edge = at % 2 == 0 ? left : right;
        ChatSocket socket = ada.at(edge.url()).connect();
        sockets.add(socket);
        socket.await("hello");
        if (at == MOST_SESSIONS - 1) {
          assertThat(sockets).allMatch(open -> open.closeCode().isEmpty());
        }
      }
      assertThat(sockets.getFirst().awaitClose()).isEqualTo(4429);
      try (ChatSocket onLeft = ada.connect()) {
        onLeft.await("hello");
        assertThat(sockets.get(1).awaitClose()).isEqualTo(4429);
        assertThat(sockets.subList(2, sockets.size())).allMatch(open -> open.closeCode().isEmpty());
      }
    } finally {
      sockets.forEach(ChatSocket::close);
    }
  }

  @Test
  void theSessionsOfAnErasedUserEndOnEveryGatewayAndNoneBeginsAfterwards() {
    ApplicationBackend backend = ApplicationBackend.of(left, "erasing");
    long erased = backend.user("erased");
    ChatUser user = ChatUser.signIn(left.url(), "erased");
    assertThat(user.id()).isEqualTo(erased);
    try (ChatSocket here = user.connect();
        ChatSocket there = user.at(right.url()).connect()) {
      here.await("hello");
      there.await("hello");
      String unused = user.ticket();

      backend.delete("/server/users/u-erased").expect(204);

      assertThat(here.awaitClose()).isEqualTo(4401);
      assertThat(there.awaitClose()).isEqualTo(4401);
      assertThat(ChatSocket.refusal(user.at(right.url()).socketAddress(unused))).isEqualTo(401);
      assertThat(user.get("/users/me").status()).isEqualTo(401);
      // The other API has not read the end yet, or has: its ticket opens no socket either way.
      Reply ticket = user.at(right.url()).get("/ws/token");
      if (ticket.status() == 200) {
        String late = ticket.body().getString("ticket");
        assertThat(ChatSocket.refusal(user.at(right.url()).socketAddress(late))).isEqualTo(401);
      }
      Patience.until(
          "the end at the other API", () -> user.at(right.url()).get("/users/me").status() == 401);
      assertThat(backend.user("erased")).isGreaterThan(erased);
    }
  }

  @Test
  void logoutOnOneEndsSessionsOnTheOtherAndHoldsAfterARestart() {
    ChatUser ada = ChatUser.signIn(left.url(), "logout");
    ChatUser again = ChatUser.signIn(left.url(), "logout");
    try (ChatSocket here = ada.connect();
        ChatSocket there = ada.at(right.url()).connect();
        ChatSocket other = again.at(right.url()).connect()) {
      here.await("hello");
      there.await("hello");
      other.await("hello");
      String unused = ada.ticket();
      ada.post("/auth/logout", new JsonObject()).expect(204);
      assertThat(there.awaitClose()).isEqualTo(4401);
      assertThat(here.awaitClose()).isEqualTo(4401);
      assertThat(ChatSocket.refusal(ada.at(right.url()).socketAddress(unused))).isEqualTo(401);

      assertThat(engine.stop()).isZero();
      engine.start();
      assertThat(right.stop()).isZero();
      right.start();
      assertThat(ada.at(right.url()).get("/ws/token").status()).isEqualTo(401);
      assertThat(ada.get("/ws/token").status()).isEqualTo(401);
      assertThat(again.at(right.url()).get("/ws/token").status()).isEqualTo(200);
      assertThat(other.awaitClose()).isEqualTo(1001);
    }
  }

  @Test
  void anEngineThatIsStoppedAndStartedLeavesTheSocketsOpen() {
    ChatUser ada = ChatUser.signIn(left.url(), "stays-ada");
    ChatUser ben = ChatUser.signIn(right.url(), "stays-ben");
    long group = ada.createGroup("tea", ben);
    try (ChatSocket adas = ada.connect();
        ChatClient bens = new ChatClient(ben)) {
      adas.await("hello");
      bens.connect();
      bens.awaitComplete(group, adas.say(group, "before").getLong("seq"));
      String unused = ada.ticket();
      assertThat(engine.stop()).isZero();
      assertThat(ChatSocket.refusal(ada.socketAddress(unused))).isEqualTo(503);
      String ref =
          adas.send(
              "send_message",
              new JsonObject().put("conversationID", group).put("content", "meanwhile"));
      engine.start();
      JsonObject answer = adas.answer(ref);
      if (answer.getString("type").equals("error")) {
        assertThat(answer.getString("code")).isEqualTo("ServiceUnavailable");
      }
      bens.awaitComplete(group, adas.say(group, "after").getLong("seq"));
      assertThat(bens.messages(group)).isEqualTo(History.of(ada.history(group)));
      assertThat(adas.closeCode()).isEqualTo(OptionalInt.empty());
      assertThat(bens.closeCode()).isEqualTo(OptionalInt.empty());
    }
  }
}
