package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.SystemCalls;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Level `fsynced`, as the system calls of the server show it.
final class SyncTraceIT {

  private static final int MESSAGES = 50;
  private static final Duration IDLE = Duration.ofSeconds(3);

  @TempDir private Path folder;

  @Test
  void anAckIsWrittenAfterItsRecordWasSyncedAndNothingIsSyncedWhenIdle() throws IOException {
    Path trace = folder.resolve("trace");
    try (ServerProcess server =
        new ServerProcess(folder.resolve("server"))
            .through(SystemCalls.tracingInto(trace))
            .with("--set", "journal.level=fsynced", "--set", "limits.commands=off")
            .start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        for (int number = 0; number < MESSAGES; number++) {
          say(socket, group, number);
        }
        ada.history(group);
        Patience.until(
            "the trace", () -> SystemCalls.of(trace).ackWritten(ref(MESSAGES - 1)).isPresent());
        int atRest = SystemCalls.of(trace).journalSyncs();
        Patience.during(IDLE);
        SystemCalls calls = SystemCalls.of(trace);
        System.out.printf(
            "system calls: %d acks, %d syncs of the journal's log, %d of them in %d idle seconds%n",
            MESSAGES, calls.journalSyncs(), calls.journalSyncs() - atRest, IDLE.toSeconds());
        assertThat(calls.journalSyncs()).isEqualTo(atRest);
        for (int number = 0; number < MESSAGES; number++) {
          int written = calls.recordWritten(content(number)).orElseThrow();
          int synced = calls.syncedAfter(written).orElseThrow();
          int acked = calls.ackWritten(ref(number)).orElseThrow();
          assertThat(synced)
              .as("sync of message %d, acked in line %d", number, acked)
              .isLessThan(acked);
        }
      }
    }
  }

  private static void say(ChatSocket socket, long group, int number) {
    JsonObject payload =
        new JsonObject().put("conversationID", group).put("content", content(number));
    socket.send(
        new JsonObject()
            .put("type", "send_message")
            .put("payload", payload)
            .put("ref", ref(number))
            .encode());
    assertThat(socket.answer(ref(number)).getString("type")).isEqualTo("ack");
  }

  private static String content(int number) {
    return "content-" + number + ".";
  }

  private static String ref(int number) {
    return "ref-" + number + ".";
  }
}
