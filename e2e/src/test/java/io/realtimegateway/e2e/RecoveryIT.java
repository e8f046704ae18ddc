package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Folders;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.LocalStore;
import io.realtimegateway.e2e.harness.OtherBoot;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts with a local store that does not fit to the database, or whose end is not sure.
final class RecoveryIT {

  @TempDir private Path folder;

  @Test
  void withoutItsLocalStoreTheServerGoesOnInNewEpochs() throws IOException {
    try (ServerProcess server = new ServerProcess(folder.resolve("one")).start()) {
      Chat chat = Chat.with(server, 5);
      server.stop();
      Folders.delete(server.data().resolve("journal"));
      server.start();
      chat.goesOnInANewEpoch(5);
    }
  }

  @Test
  void aLocalStoreThatIsBehindTheDatabaseGivesNoSeqAgain() throws IOException {
    Path copy = folder.resolve("copy");
    try (ServerProcess server = new ServerProcess(folder.resolve("one")).start()) {
      Chat chat = Chat.with(server, 5);
      server.stop();
      Folders.copy(server.data().resolve("journal"), copy);
      server.start();
      chat.say(5);
      server.stop();
      Folders.delete(server.data().resolve("journal"));
      Folders.copy(copy, server.data().resolve("journal"));
      server.start();
      chat.goesOnInANewEpoch(10);
    }
  }

  @Test
  void afterAnUncleanEndOfTheMachineTheEpochsAreNew() {
    try (ServerProcess before = new ServerProcess(folder.resolve("one")).start()) {
      Chat chat = Chat.with(before, 5);
      before.kill();
      try (ServerProcess after =
          new ServerProcess(folder.resolve("one"))
              .through(OtherBoot.program(folder.resolve("boot")))
              .with("--port", Integer.toString(before.url().getPort()))
              .start()) {
        assertThat(after.isAlive()).isTrue();
        chat.goesOnInANewEpoch(5);
      }
    }
  }

  @Test
  void aLocalStoreOfAnotherInstallationIsRefused() throws IOException {
    try (ServerProcess one = new ServerProcess(folder.resolve("one")).start();
        ServerProcess other = new ServerProcess(folder.resolve("other")).start()) {
      Chat.with(one, 5);
      Chat.with(other, 20);
      one.stop();
      other.stop();
      Folders.delete(one.data().resolve("journal"));
      Folders.copy(other.data().resolve("journal"), one.data().resolve("journal"));
      assertThat(one.startAndFail()).isEqualTo(5);
      assertThat(one.log()).contains("does not belong to this database");
    }
  }

  /// The state after a kill in the middle of a write: that record was never acknowledged.
  @Test
  void aHalfWrittenRecordAtTheEndIsDroppedAndNothingElse() throws IOException {
    try (ServerProcess server = new ServerProcess(folder.resolve("one")).start()) {
      Chat chat = Chat.with(server, 5);
      server.kill();
      Path log = LocalStore.newestLog(server.data());
      byte[] whole = LocalStore.written(log);
      byte[] half = Arrays.copyOfRange(whole, whole.length - 60, whole.length - 20);
      Files.write(log, half, StandardOpenOption.APPEND);
      server.start();
      chat.goesOn(5);
    }
  }

  /// Two users with a group, and the epoch that one of them knows.
  private record Chat(ChatUser ada, ChatUser ben, long group, String epoch) {

    static Chat with(ServerProcess server, int messages) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long group = ada.createGroup("tea", ben);
      Chat chat = new Chat(ada, ben, group, epochOf(ada, group));
      chat.say(messages);
      return chat;
    }

    void say(int messages) {
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        for (int number = 0; number < messages; number++) {
          socket.say(group, "number " + number);
        }
      }
      ada.history(group);
    }

    void goesOn(int head) {
      assertThat(ada.history(group)).hasSize(head);
      assertThat(epochOf(ada, group)).isEqualTo(epoch);
      try (ChatSocket socket = ben.connect()) {
        socket.await("hello");
        assertThat(socket.say(group, "one more").getLong("seq")).isEqualTo(head + 1);
      }
      assertThat(ada.history(group)).hasSize(head + 1);
    }

    void goesOnInANewEpoch(int head) {
      List<String> history = History.of(ada.history(group));
      assertThat(history).hasSize(head);
      assertThat(epochOf(ada, group)).isNotEqualTo(epoch);
      try (ChatSocket socket = ben.connect()) {
        socket.await("hello");
        JsonObject held =
            new JsonObject().put("conversationID", group).put("seq", head).put("epoch", epoch);
        socket.send("resume", new JsonObject().put("conversations", new JsonArray().add(held)));
        assertThat(socket.await("reset").getLong("conversationID")).isEqualTo(group);
        assertThat(socket.say(group, "anew").getLong("seq")).isEqualTo(head + 1);
      }
      assertThat(History.of(ada.history(group)))
          .hasSize(head + 1)
          .startsWith(history.toArray(String[]::new));
    }

    private static String epochOf(ChatUser user, long group) {
      return user.get("/conversations/" + group).expect(200).body().getString("epoch");
    }
  }
}
