package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.SteadyClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `backup` while people write, and `restore`: into a new data folder, and over the database that
/// the local store belongs to.
final class BackupIT {

  @TempDir private Path folder;

  @Test
  void aBackupUnderLoadIsABeginningOfTheHistoryWithoutGaps() {
    Path copy = folder.resolve("copy");
    try (ServerProcess server = server("one").start();
        ServerProcess other = server("other")) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long group = ada.createGroup("tea", ben);
      List<String> whole;
      int before;
      try (SteadyClient client = new SteadyClient(ada, List.of(group), Duration.ofMillis(5))) {
        client.send("load");
        Patience.until("messages", () -> client.sent().size() > 200);
        before = ada.history(group).size();
        server.command("backup", copy.toString()).expectSuccess();
        client.pause();
        Patience.until("answers", client::isSettled);
        whole = History.of(ada.history(group));
      }
      server.command("backup", copy.toString()).expect(6, "is not empty");
      server.command("restore", copy.toString()).expect(5, "belongs to another process");
      server.stop();

      other.command("restore", copy.toString()).expectSuccess();
      other.start();
      List<String> restored = History.of(ada.at(other.url()).history(group));
      System.out.printf(
          "backup: %d messages before, %d in the copy, %d at the end%n",
          before, restored.size(), whole.size());
      assertThat(restored).hasSizeBetween(before, whole.size());
      assertThat(restored).isEqualTo(whole.subList(0, restored.size()));
      try (ChatSocket socket = ada.at(other.url()).connect()) {
        socket.await("hello");
        assertThat(socket.say(group, "in the copy").getLong("seq")).isEqualTo(restored.size() + 1);
      }
    }
  }

  @Test
  void whatTheLocalStoreStillHasIsArchivedAgainAfterARestore() {
    Path copy = folder.resolve("copy");
    try (ServerProcess server = server("one").start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long group = ada.createGroup("tea", ben);
      List<String> whole;
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        socket.say(group, "before the backup");
        ada.history(group);
        server.command("backup", copy.toString()).expectSuccess();
        for (int number = 1; number <= 20; number++) {
          socket.say(group, "after the backup " + number);
        }
        whole = History.of(ada.history(group));
      }
      server.stop();
      server.command("restore", copy.toString()).expectSuccess();
      server.start();
      assertThat(server.log()).contains("restored from a backup");
      assertThat(History.of(ada.history(group))).hasSize(21).isEqualTo(whole);
      ChatUser cleo = ChatUser.signIn(server.url(), "cleo");
      assertThat(cleo.id()).isGreaterThan(Math.max(ada.id(), ben.id()));
    }
  }

  @Test
  void onlyACompleteBackupIsRestored() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (ServerProcess server = server("one")) {
      server.command("restore", copy.toString()).expect(6, "no complete backup");
      server.command("backup", copy.toString()).expect(6, "no embedded database");
    }
  }

  private ServerProcess server(String name) {
    return new ServerProcess(folder.resolve(name))
        .with("--set", "limits.commands=off", "--set", "limits.requests=off");
  }
}
