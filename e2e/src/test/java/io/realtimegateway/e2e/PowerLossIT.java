package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.LocalStore;
import io.realtimegateway.e2e.harness.OtherBoot;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.SystemCalls;
import io.realtimegateway.server.ExitCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a disk that fails, or a machine that stops, leaves of what was accepted.
final class PowerLossIT {

  private static final int GOOD_SYNCS = 60;
  private static final int MOST_SENDS = 2_000;
  private static final int KEPT = 10;
  private static final int LOST = 5;

  @TempDir private Path folder;

  @Test
  void fsyncedAFailedSyncEndsTheProcessIsNotTriedAgainAndNothingAckedWasNotSynced()
      throws IOException {
    Path trace = folder.resolve("trace");
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess failing =
            server(database)
                .through(SystemCalls.failingSyncsFrom(GOOD_SYNCS, trace))
                .with("--set", "journal.level=fsynced")
                .start()) {
      ChatUser ada = ChatUser.signIn(failing.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(failing.url(), "ben"));
      List<String> acked = sayUntilItEnds(failing, ada, group);
      assertThat(failing.awaitExit()).isEqualTo(ExitCode.DISK.number());
      assertThat(failing.hasLogged("could not be synced to the disk")).isTrue();
      SystemCalls calls = SystemCalls.of(trace);
      int failed = calls.failedSync().orElseThrow();
      assertThat(calls.journalSyncsAfter(failed)).as("never tried again").isEmpty();
      System.out.println("failing disk: " + acked.size() + " messages acked before it");
      assertThat(acked).isNotEmpty();
      for (String content : acked) {
        OptionalInt synced = calls.syncedAfter(calls.recordWritten(content).orElseThrow());
        assertThat(synced).as("sync of " + content).isPresent();
        assertThat(synced.orElseThrow()).isLessThan(failed);
      }
      try (ServerProcess again = server(database).with("--port", port(failing)).start()) {
        assertThat(again.isAlive()).isTrue();
        assertThat(ada.history(group).stream().map(one -> one.getString("content")))
            .startsWith(acked.toArray(String[]::new));
      }
    }
  }

  private static List<String> sayUntilItEnds(ServerProcess server, ChatUser user, long group) {
    List<String> acked = new ArrayList<>();
    try (ChatSocket socket = user.connect()) {
      socket.await("hello");
      for (int number = 0; number < MOST_SENDS; number++) {
        String content = "content-" + number + ".";
        String ref = "ref-" + number + ".";
        JsonObject payload = new JsonObject().put("conversationID", group).put("content", content);
        socket.send(
            new JsonObject()
                .put("type", "send_message")
                .put("payload", payload)
                .put("ref", ref)
                .encode());
        Patience.until(
            "an answer, or the end",
            () ->
                socket.heard().stream().anyMatch(frame -> answers(frame, ref))
                    || !isOpen(server, socket));
        boolean isAcked =
            socket.heard().stream()
                .anyMatch(frame -> answers(frame, ref) && "ack".equals(frame.getString("type")));
        if (!isAcked) {
          return acked;
        }
        acked.add(content);
      }
    } catch (IllegalStateException _) {
      // The socket has broken while something was sent.
      return acked;
    }
    throw new AssertionError("no sync failed");
  }

  private static boolean answers(JsonObject frame, String ref) {
    return ref.equals(frame.getString("ref"));
  }

  private static boolean isOpen(ServerProcess server, ChatSocket socket) {
    return server.isAlive() && socket.closeCode().isEmpty();
  }

  /// The end of the log had not reached the disk, and PostgreSQL was away: what was lost is known
  /// to the clients alone.
  @Test
  void writtenALostTailGivesANewEpochAndNoSeqWithTwoMeanings() throws IOException {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess before = server(database).start()) {
      ChatUser ada = ChatUser.signIn(before.url(), "ada");
      ChatUser ben = ChatUser.signIn(before.url(), "ben");
      long group = ada.createGroup("tea", ben);
      String epoch = epochOf(ada, group);
      try (ChatSocket adas = ada.connect();
          ChatSocket bens = ben.connect()) {
        adas.await("hello");
        bens.await("hello");
        say(adas, group, KEPT, "kept");
        ada.history(group);
        database.stop();
        Path log = LocalStore.newestLog(before.data());
        long reached = LocalStore.written(log).length;
        say(adas, group, LOST, "lost");
        bens.await("the last", frame -> Long.valueOf(KEPT + LOST).equals(frame.getLong("seq")));
        before.kill();
        assertThat(LocalStore.newestLog(before.data())).isEqualTo(log);
        // In the middle of the first record that is lost.
        LocalStore.cut(log, reached + 40);
      }
      database.start();
      try (ServerProcess after =
          server(database)
              .through(OtherBoot.program(folder.resolve("boot")))
              .with("--port", port(before))
              .start()) {
        assertThat(after.isAlive()).isTrue();
        goesOnInANewEpoch(ada, ben, group, epoch);
      }
    }
  }

  private static void goesOnInANewEpoch(ChatUser ada, ChatUser ben, long group, String epoch) {
    assertThat(ada.history(group)).hasSize(KEPT);
    String newEpoch = epochOf(ada, group);
    assertThat(newEpoch).isNotEqualTo(epoch);
    try (ChatSocket socket = ben.connect()) {
      socket.await("hello");
      JsonObject held =
          new JsonObject().put("conversationID", group).put("seq", KEPT + LOST).put("epoch", epoch);
      socket.send("resume", new JsonObject().put("conversations", new JsonArray().add(held)));
      JsonObject reset = socket.await("reset");
      assertThat(reset.getLong("conversationID")).isEqualTo(group);
      assertThat(reset.getString("reason")).isEqualTo("epoch");
      assertThat(socket.say(group, "anew").getLong("seq")).isEqualTo(KEPT + 1);
      held.put("seq", 0).put("epoch", newEpoch);
      socket.send("resume", new JsonObject().put("conversations", new JsonArray().add(held)));
      JsonObject page = socket.await("changes");
      assertThat(page.getString("epoch")).isEqualTo(newEpoch);
      assertThat(page.getJsonArray("value")).hasSize(KEPT + 1);
    }
    assertThat(ada.history(group).getLast().getString("content")).isEqualTo("anew");
  }

  private static void say(ChatSocket socket, long group, int messages, String content) {
    for (int number = 0; number < messages; number++) {
      socket.say(group, content + " " + number);
    }
  }

  private static String epochOf(ChatUser user, long group) {
    return user.get("/conversations/" + group).expect(200).body().getString("epoch");
  }

  private static String port(ServerProcess server) {
    return Integer.toString(server.url().getPort());
  }

  private ServerProcess server(OwnDatabase database) {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "auth.dev-login=on", "--set", "limits.commands=off")
        .jvm("-Xmx512m")
        .environment("DATABASE_URL", database.address());
  }
}
