package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The rate that all sessions of a user share: 50 commands a second and 100 at once.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandRatesIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private ServerProcess server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        new ServerProcess(folder)
            .with("--set", "limits.commands=off", "--set", "limits.upgrades=off")
            .with("--set", "limits.commands-per-user=50/s burst 100")
            .start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void sessionsOfAUserShareARateAndOthersDoNotWait() {
    ChatUser ada = ChatUser.signIn(server.url(), "shared");
    ChatUser ben = ChatUser.signIn(server.url(), "other");
    List<ChatSocket> adas = IntStream.range(0, 4).mapToObj(_ -> ada.connect()).toList();
    try (ChatSocket bens = ben.connect()) {
      adas.forEach(socket -> socket.await("hello"));
      assertThat(bens.await("hello").getInteger("commandsPerSecond")).isZero();
      long start = System.nanoTime();
      for (int at = 0; at < 75; at++) {
        for (ChatSocket socket : adas) {
          socket.send("{\"type\":\"ping\",\"ref\":\"" + at + "\"}");
        }
      }
      for (int at = 0; at < 50; at++) {
        bens.send("{\"type\":\"ping\",\"ref\":\"" + at + "\"}");
      }
      pong(bens, 49);
      Duration bensTime = since(start);
      adas.forEach(socket -> pong(socket, 74));
      // 300 commands, 100 of them at once: 4 s for the others.
      assertThat(since(start)).isGreaterThan(SECOND.multipliedBy(3));
      assertThat(bensTime).isLessThan(SECOND.multipliedBy(3));
    } finally {
      adas.forEach(ChatSocket::close);
    }
  }

  @Test
  void aNewSessionOfTheUserDoesNotBeginAnew() {
    ChatUser ada = ChatUser.signIn(server.url(), "again");
    long start = System.nanoTime();
    for (int round = 0; round < 3; round++) {
      try (ChatSocket socket = ada.connect()) {
        for (int at = 0; at < 100; at++) {
          socket.send("{\"type\":\"ping\",\"ref\":\"" + at + "\"}");
        }
        pong(socket, 99);
      }
    }
    assertThat(since(start)).isGreaterThan(SECOND.multipliedBy(3));
  }

  @Test
  void aResumeCountsOnceForEachConversation() {
    ChatUser ada = ChatUser.signIn(server.url(), "resume");
    try (ChatSocket first = ada.connect();
        ChatSocket second = ada.connect()) {
      first.await("hello");
      second.await("hello");
      JsonArray held = new JsonArray();
      for (int at = 1; at <= 100; at++) {
        held.add(new JsonObject().put("conversationID", 1_000_000 + at).put("seq", 0));
      }
      JsonObject resume = new JsonObject().put("conversations", held);
      long start = System.nanoTime();
      first.call("resume", resume);
      first.call("resume", resume);
      assertThat(second.call("ping", new JsonObject()).getString("type")).isEqualTo("pong");
      // 200 conversations, 100 of them at once: 2 s for the others.
      assertThat(since(start)).isGreaterThan(SECOND.multipliedBy(3).dividedBy(2));
    }
  }

  private static void pong(ChatSocket socket, int ref) {
    socket.await(
        "pong " + ref,
        frame ->
            frame.getString("type").equals("pong")
                && frame.getString("ref").equals(Integer.toString(ref)));
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
