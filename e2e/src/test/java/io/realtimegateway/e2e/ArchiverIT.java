package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Folders;
import io.realtimegateway.e2e.harness.Metrics;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the archiver does with a PostgreSQL that refuses a record, contradicts the journal, or goes
/// back in time; through the whole server.
final class ArchiverIT {

  private static final int BATCH = 40;
  private static final String PLACEHOLDER = "\uFFFD";

  @TempDir private Path folder;

  @Test
  void whatPostgreSqlRefusesIsSetAsideAndTheRestOfTheBatchGoesOn() throws SQLException {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      Room room = Room.open(server);
      try (ChatSocket adas = room.ada.connect()) {
        adas.await("hello");
        JsonObject first = adas.say(room.group, "first");
        room.ada.history(room.group);
        database.execute(
            "ALTER TABLE messages ADD CONSTRAINT no_poison CHECK (content NOT LIKE '%poison%')");
        List<JsonObject> acks = new ArrayList<>();
        try (Connection blocking = holdingTheArchiver(database)) {
          for (int number = 0; number < BATCH; number++) {
            acks.add(adas.say(room.group, number % 15 == 7 ? "poison " + number : "m" + number));
          }
          change(adas, "update_message", room.group, first, "the first is poison now");
          reportsItsLag(server);
          blocking.rollback();
        }
        List<JsonObject> history = room.ada.history(room.group);
        assertThat(history.stream().map(message -> message.getString("content")))
            .containsExactlyElementsOf(expected());
        for (int number = 0; number < BATCH; number++) {
          JsonObject stored = history.get(number + 1);
          assertThat(stored.getString("id"))
              .isEqualTo(Long.toString(acks.get(number).getLong("messageID")));
          assertThat(stored.getLong("seq")).isEqualTo(acks.get(number).getLong("seq"));
        }
        assertThat(setAside(database))
            .containsExactly("poison 7", "poison 22", "poison 37", "the first is poison now");
        assertThat(database.query("SELECT DISTINCT cause LIKE '%no_poison%' FROM set_aside"))
            .containsExactly("t");
        assertThat(Metrics.of(server).get("archiver_alarms_total")).isEqualTo(4);
        change(adas, "delete_message", room.group, acks.get(7), null);
        assertThat(room.ada.history(room.group)).hasSize(BATCH);
        assertThat(setAside(database))
            .as("what was set aside is erased with its message")
            .containsExactly("null", "poison 22", "poison 37", "the first is poison now");
        assertThat(health(server).text()).contains("\"status\":\"healthy\"");
      }
    }
  }

  @Test
  void aUniqueConflictStopsTheShardAndItsReadsAndSkipsNothing() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      Room room = Room.open(server);
      long other = room.ada.createGroup("another shard", room.ben);
      try (ChatSocket adas = room.ada.connect()) {
        adas.await("hello");
        adas.say(room.group, "first");
        adas.say(other, "first there");
        room.ada.history(room.group);
        intrude(database, room);
        adas.say(room.group, "second");
        Patience.until("the alarm", () -> health(server).status() == 503);
        assertThat(health(server).text()).contains("unhealthy").contains("archiving has stopped");
        assertThat(Metrics.of(server).get("archiver_alarms_total")).isEqualTo(1);
        adas.say(room.group, "third, accepted all the same");
        refuses(room.ada.get("/conversations/" + room.group + "/messages"));
        refuses(room.ada.get("/conversations"));
        adas.say(other, "second there");
        assertThat(room.ada.history(other)).hasSize(2);
        assertThat(stored(database, room.group)).containsExactly("1 first", "2 intruder");

        database.execute("DELETE FROM messages WHERE content = 'intruder'");
        server.kill();
        server.start();
        assertThat(room.ada.history(room.group).stream().map(one -> one.getString("content")))
            .containsExactly("first", "second", "third, accepted all the same");
        assertThat(health(server).expect(200).text()).contains("\"status\":\"healthy\"");
      }
    }
  }

  @Test
  void afterAFailOverToAnOlderStateWhatIsMissingIsArchivedAgain() throws IOException {
    Path data = folder.resolve("database/data");
    Path older = folder.resolve("older");
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).start()) {
      Room room = Room.open(server);
      try (ChatSocket adas = room.ada.connect()) {
        adas.await("hello");
        JsonObject first = adas.say(room.group, "first");
        room.ada.history(room.group);
        database.stop();
        Folders.copy(data, older);
        database.start();
        Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
        for (int number = 0; number < BATCH; number++) {
          adas.say(room.group, "m" + number);
        }
        change(adas, "update_message", room.group, first, "edited");
        List<JsonObject> before = room.ada.history(room.group);
        assertThat(before).hasSize(BATCH + 1);

        database.stop();
        Folders.delete(data);
        Folders.copy(older, data);
        database.start();
        Patience.until("what is missing", () -> stored(database, room.group).size() == BATCH + 1);
        assertThat(server.hasLogged("PostgreSQL went back")).isTrue();
        adas.say(room.group, "last");
        Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
        List<JsonObject> after = room.ada.history(room.group);
        assertThat(after.subList(0, BATCH + 1)).isEqualTo(before);
        assertThat(after.getLast().getString("content")).isEqualTo("last");
        assertThat(server.isAlive()).isTrue();
      }
    }
  }

  private record Room(ChatUser ada, ChatUser ben, long group) {
    static Room open(ServerProcess server) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      return new Room(ada, ben, ada.createGroup("room", ben));
    }
  }

  private ServerProcess server(OwnDatabase database) {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "auth.dev-login=on", "--set", "limits.commands=off")
        .with("--set", "limits.requests=off")
        .jvm("-Xmx512m")
        .environment("DATABASE_URL", database.address());
  }

  private static Connection holdingTheArchiver(OwnDatabase database) throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE shard_positions IN EXCLUSIVE MODE");
    }
    return connection;
  }

  private static void reportsItsLag(ServerProcess server) {
    Patience.until("the lag", () -> Metrics.of(server).get("archiver_lag_age_seconds") >= 1);
    Metrics metrics = Metrics.of(server);
    assertThat(metrics.get("archiver_lag_records")).isGreaterThanOrEqualTo(BATCH + 1);
    assertThat(metrics.get("archiver_lag_bytes")).isGreaterThan(BATCH * 100L);
    assertThat(health(server).text())
        .containsPattern("\\d+ records \\(\\d+ bytes\\) not archived yet, the oldest for \\d+ ms");
  }

  private static List<String> expected() {
    List<String> contents = new ArrayList<>(List.of(PLACEHOLDER));
    for (int number = 0; number < BATCH; number++) {
      contents.add(number % 15 == 7 ? PLACEHOLDER : "m" + number);
    }
    return contents;
  }

  private static List<String> setAside(OwnDatabase database) {
    return database.query("SELECT convert_from(content, 'UTF8') FROM set_aside ORDER BY \"index\"");
  }

  private static List<String> stored(OwnDatabase database, long group) {
    return database.query(
        "SELECT seq, content FROM messages WHERE conversation_id = " + group + " ORDER BY seq");
  }

  /// Inserts a row that only the archiver may write, where its next insert will conflict.
  private static void intrude(OwnDatabase database, Room room) {
    database.execute(
        "INSERT INTO messages (id, conversation_id, author_id, seq, change_seq, created_at, content)"
            + " VALUES (1, %d, %d, 2, 2, now(), 'intruder')".formatted(room.group, room.ada.id()));
  }

  private static void change(
      ChatSocket socket, String type, long group, JsonObject ack, String content) {
    JsonObject payload =
        new JsonObject()
            .put("conversationID", group)
            .put("messageID", ack.getLong("messageID"))
            .put("content", content);
    assertThat(socket.call(type, payload).getString("type")).isEqualTo("ack");
  }

  private static void refuses(Reply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers().firstValue("Retry-After")).isPresent();
  }

  private static Reply health(ServerProcess server) {
    return ChatUser.anonymous(server.url(), "/health");
  }
}
