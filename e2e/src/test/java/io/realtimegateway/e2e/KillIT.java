package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatClient;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of the whole server.
final class KillIT {

  private static final int CYCLES = 5;
  private static final int BURST = 200;

  @TempDir private Path folder;

  @Test
  void aMessageIsThereOnceWhenTheServerIsKilledRightAfterItsAck() {
    try (ServerProcess server = new ServerProcess(folder).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long conversation = ada.createGroup("tea", ben);
      List<String> expected = new ArrayList<>();
      for (int cycle = 1; cycle <= CYCLES; cycle++) {
        JsonObject ack;
        try (ChatSocket socket = ada.connect()) {
          ack = socket.say(conversation, "number " + cycle);
          server.kill();
        }
        long seq = ack.getLong("seq");
        assertThat(seq).isEqualTo(cycle);
        expected.add("%d/%d %d: number %d {}".formatted(seq, seq, ada.id(), cycle));
        server.start();
        assertThat(History.of(ben.history(conversation))).isEqualTo(expected);
      }
    }
  }

  @Test
  void aRepeatAfterTheKillGetsTheFirstAnswer() {
    try (ServerProcess server = new ServerProcess(folder).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long conversation = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      JsonObject command =
          new JsonObject()
              .put("conversationID", conversation)
              .put("content", "once")
              .put("clientMessageID", "my own name");
      JsonObject first;
      try (ChatSocket socket = ada.connect()) {
        first = socket.call("send_message", command);
        server.kill();
      }
      server.start();
      try (ChatSocket socket = ada.connect()) {
        JsonObject second = socket.call("send_message", command);
        assertThat(second.getString("type")).isEqualTo("ack");
        assertThat(second.copy().putNull("ref")).isEqualTo(first.copy().putNull("ref"));
      }
      assertThat(ada.history(conversation)).hasSize(1);
    }
  }

  @Test
  void clientsThatFollowTheRulesHaveEverythingAfterAKillUnderLoad() {
    try (ServerProcess server =
        new ServerProcess(folder).with("--set", "limits.commands=off").start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long conversation = ada.createGroup("tea", ben);
      try (ChatClient adas = new ChatClient(ada);
          ChatClient bens = new ChatClient(ben)) {
        adas.connect();
        bens.connect();
        for (int number = 0; number < BURST; number++) {
          adas.send(conversation, "a" + number);
          bens.send(conversation, "b" + number);
        }
        server.kill();
        server.start();
        adas.connect();
        bens.connect();
        adas.awaitAnswers();
        bens.awaitAnswers();
        adas.awaitComplete(conversation, 2 * BURST);
        bens.awaitComplete(conversation, 2 * BURST);

        List<String> history = History.of(ada.history(conversation));
        assertThat(history).hasSize(2 * BURST);
        assertThat(adas.messages(conversation)).isEqualTo(history);
        assertThat(bens.messages(conversation)).isEqualTo(history);
      }
    }
  }
}
