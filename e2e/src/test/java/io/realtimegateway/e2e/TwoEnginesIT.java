package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.server.ExitCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another engine is started on the database of one that runs.
final class TwoEnginesIT {

  private static final int MESSAGES = 5;

  @TempDir private Path folder;

  @Test
  void theOneThatIsFencedEndsWithAClearMessageAndCannotComeBackOverTheOther() throws SQLException {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess first = server("first", database).start();
        ServerProcess second = server("second", database);
        ServerProcess third = server("third", database)) {
      ChatUser ada = ChatUser.signIn(first.url(), "ada");
      long group = ada.createGroup("room", ChatUser.signIn(first.url(), "ben"));
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        for (int number = 0; number < MESSAGES; number++) {
          socket.say(group, "first " + number);
        }
        ada.history(group);
        first.pause();
        second.start();
        acceptsUntilItFindsOut(first, database, socket, group);
        assertThat(first.awaitExit()).isEqualTo(ExitCode.FENCED.number());
      }
      assertThat(first.hasLogged("another engine has taken over the archive in PostgreSQL"))
          .isTrue();
      goesOn(second, group);
      assertThat(first.startAndFail()).isEqualTo(ExitCode.DATA_FOLDER.number());
      assertThat(first.hasLogged("The local store does not belong to this database")).isTrue();
      ChatUser again = ChatUser.signIn(second.url(), "ada");
      assertThat(say(again, group, "the refused start has harmed nothing")).isEqualTo(MESSAGES + 2);
      assertThat(again.history(group)).hasSize(MESSAGES + 2);
      assertThat(second.isAlive()).isTrue();
      third.start();
      assertThat(second.awaitExit()).as("without a command").isEqualTo(ExitCode.FENCED.number());
      assertThat(ChatUser.signIn(third.url(), "ada").history(group)).hasSize(MESSAGES + 2);
    }
  }

  /// The archive is how an engine finds out; here that takes it a while.
  private static void acceptsUntilItFindsOut(
      ServerProcess first, OwnDatabase database, ChatSocket socket, long group)
      throws SQLException {
    try (Connection blocking = database.connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("LOCK TABLE shard_positions IN ACCESS EXCLUSIVE MODE");
      first.goOn();
      for (int number = 0; number < 2 * MESSAGES; number++) {
        socket.say(group, "in the first one's store alone");
      }
      blocking.rollback();
    }
  }

  private static void goesOn(ServerProcess second, long group) {
    ChatUser ada = ChatUser.signIn(second.url(), "ada");
    assertThat(ada.history(group).stream().map(one -> one.getString("content")))
        .containsExactly("first 0", "first 1", "first 2", "first 3", "first 4");
    assertThat(say(ada, group, "second")).isEqualTo(MESSAGES + 1);
    assertThat(ada.history(group)).hasSize(MESSAGES + 1);
  }

  private static long say(ChatUser user, long group, String content) {
    try (ChatSocket socket = user.connect()) {
      socket.await("hello");
      return socket.say(group, content).getLong("seq");
    }
  }

  private ServerProcess server(String name, OwnDatabase database) {
    return new ServerProcess(folder.resolve(name))
        .with("--set", "auth.dev-login=on")
        .jvm("-Xmx512m")
        .environment("DATABASE_URL", database.address());
  }
}
