package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Metrics;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The local store is full, by its limit or because the disk is: sends are refused, the process and
/// its sockets stay, and it recovers by itself.
final class BoundsIT {

  /// Of the largest size: 16,000 bytes.
  private static final String LARGE = "\uD834\uDD1E".repeat(4000);

  private static final long LARGE_BYTES = 16_000;

  /// What a record has beside the content at most: position, ids, times, name and digest.
  private static final long BESIDE_BYTES = 500;

  private static final long LIMIT_BYTES = 16 << 20;

  private static final int MOST_SENDS = 3_000;
  private static final String MOUNT_AND_RUN =
      "mount -t tmpfs -o size=640m none \"$1\" && shift && exec \"$@\"";

  @TempDir private Path folder;

  @Test
  void atTheLimitSendsAreRefusedAndEverythingElseGoesOn() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).with("--set", "journal.limit=16MiB").start()) {
      Room room = Room.open(server);
      try (ChatSocket adas = room.ada.connect()) {
        adas.await("hello");
        JsonObject first = send(adas, room.group, "first", "a name");
        room.ada.history(room.group);
        database.stop();
        int accepted = sendUntilRefused(adas, room.group);
        assertReachedByOneRecord(server, accepted);
        repeatsAreAnswered(adas, room.group, first);
        readsAndTypes(room, adas);
        refusesByRest(room);
        Patience.until("health", () -> health(server).status() == 503);
        assertThat(health(server).text()).contains("no more can be accepted");

        database.start();
        Patience.until("room", () -> isAccepted(adas, room.group));
        Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
        assertThat(room.ada.history(room.group).size()).isGreaterThanOrEqualTo(accepted + 2);
      }
    }
  }

  @Test
  void atTheLimitPresenceGoesOnWherePostgreSqlAnswersAndOnlyTheArchiverIsBehind()
      throws SQLException {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = server(database).with("--set", "journal.limit=16MiB").start()) {
      Room room = Room.open(server);
      try (Connection blocking = database.connect();
          ChatSocket adas = room.ada.connect()) {
        adas.await("hello");
        adas.say(room.group, "first");
        room.ada.history(room.group);
        int accepted = sendBehindALock(blocking, adas, room.group);
        assertReachedByOneRecord(server, accepted);
        assertThat(health(server).text()).contains("\"database\":{\"status\":\"healthy\"");
        comesAndGoes(room, adas);
        readsAndTypes(room, adas);
        refusesByRest(room);
        blocking.rollback();
        Patience.until("room", () -> isAccepted(adas, room.group));
        Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
        assertThat(room.ada.history(room.group).size()).isGreaterThanOrEqualTo(accepted + 2);
      }
    }
  }

  /// While the positions of the archive are locked.
  private static int sendBehindALock(Connection blocking, ChatSocket socket, long group)
      throws SQLException {
    blocking.setAutoCommit(false);
    try (Statement lock = blocking.createStatement()) {
      lock.execute("LOCK TABLE shard_positions IN EXCLUSIVE MODE");
    }
    return sendUntilRefused(socket, group);
  }

  /// One client that waits for each ack passes the limit by one record at most, however fast the
  /// machine is.
  private static void assertReachedByOneRecord(ServerProcess server, int accepted) {
    System.out.println("limit of 16 MiB: refused after " + accepted + " large messages");
    assertThat((accepted + 1) * (LARGE_BYTES + BESIDE_BYTES)).isGreaterThanOrEqualTo(LIMIT_BYTES);
    assertThat((accepted - 1) * LARGE_BYTES).isLessThan(LIMIT_BYTES);
    long unarchived = Metrics.of(server).get("journal_unarchived_bytes");
    assertThat(unarchived).isBetween(LIMIT_BYTES, LIMIT_BYTES + 2 * (LARGE_BYTES + BESIDE_BYTES));
    assertThat(server.hasLogged("at the limit sends are refused")).isTrue();
  }

  private static void comesAndGoes(Room room, ChatSocket adas) {
    String ben = Long.toString(room.ben.id());
    try (ChatSocket bens = room.ben.connect()) {
      bens.await("hello");
      adas.await("ben is online", frame -> isPresence(frame, ben) && frame.getBoolean("isOnline"));
    }
    adas.await("ben is offline", frame -> isPresence(frame, ben) && !frame.getBoolean("isOnline"));
  }

  private static boolean isPresence(JsonObject frame, String user) {
    return frame.getString("type").equals("presence") && user.equals(frame.getString("userID"));
  }

  @Test
  void onAFullDiskSendsAreRefusedAndEverythingElseGoesOn() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean root = "root".equals(System.getProperty("user.name"));
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server =
            server(database)
                .through("unshare", root ? "-m" : "-Urm", "sh", "-c", MOUNT_AND_RUN, "sh")
                .through(disk.toString())
                .with("--data", disk.resolve("data").toString())
                .start()) {
      Path inside = Path.of("/proc/" + server.pid() + "/root" + disk.toAbsolutePath());
      Path ballast = inside.resolve("ballast");
      Room room = Room.open(server);
      try (ChatSocket adas = room.ada.connect()) {
        adas.await("hello");
        JsonObject first = send(adas, room.group, "first", "a name");
        fill(inside, ballast);
        int accepted = sendUntilRefused(adas, room.group);
        System.out.println("full disk: refused after " + accepted + " large messages");
        assertThat(server.hasLogged("sends are refused until then")).isTrue();
        assertThat(health(server).text()).contains("the disk of the journal has");
        repeatsAreAnswered(adas, room.group, first);
        comesAndGoes(room, adas);
        readsAndTypes(room, adas);
        refusesByRest(room);
        assertThat(room.ada.history(room.group)).hasSize(accepted + 1);
        assertThat(server.hasLogged("cannot be written")).isFalse();
        Files.delete(ballast);
        Patience.until("room", () -> isAccepted(adas, room.group));
        assertThat(adas.closeCode()).isEqualTo(OptionalInt.empty());
        assertThat(server.isAlive()).isTrue();
        Patience.until("health", () -> health(server).text().contains("\"status\":\"healthy\""));
        assertThat(room.ada.history(room.group).size()).isGreaterThanOrEqualTo(accepted + 2);
      }
    }
  }

  /// Two users with a group.
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
        .with("--set", "limits.upgrades=off", "--set", "limits.requests=off")
        .jvm("-Xmx512m")
        .environment("DATABASE_URL", database.address());
  }

  private static int sendUntilRefused(ChatSocket socket, long group) {
    for (int accepted = 0; accepted < MOST_SENDS; accepted++) {
      JsonObject answer = send(socket, group, LARGE);
      if (!answer.getString("type").equals("ack")) {
        assertThat(answer.getString("code")).isEqualTo("ServiceUnavailable");
        return accepted;
      }
    }
    throw new AssertionError("never refused");
  }

  private static JsonObject send(ChatSocket socket, long group, String content) {
    return socket.call(
        "send_message", new JsonObject().put("conversationID", group).put("content", content));
  }

  private static JsonObject send(ChatSocket socket, long group, String content, String name) {
    return socket.call(
        "send_message",
        new JsonObject()
            .put("conversationID", group)
            .put("content", content)
            .put("clientMessageID", name));
  }

  /// "first" was accepted as "a name".
  private static void repeatsAreAnswered(ChatSocket socket, long group, JsonObject first) {
    JsonObject again = send(socket, group, "first", "a name");
    assertThat(again.copy().putNull("ref")).isEqualTo(first.copy().putNull("ref"));
    JsonObject other = send(socket, group, "another content", "a name");
    assertThat(other.getString("code")).isEqualTo("Conflict");
  }

  private static boolean isAccepted(ChatSocket socket, long group) {
    return send(socket, group, "again").getString("type").equals("ack");
  }

  private static void readsAndTypes(Room room, ChatSocket adas) {
    try (ChatSocket bens = room.ben.connect()) {
      bens.await("hello");
      bens.send(
          "resume",
          new JsonObject()
              .put(
                  "conversations",
                  new JsonArray()
                      .add(new JsonObject().put("conversationID", room.group).put("seq", 0))));
      assertThat(bens.await("changes").getJsonArray("value")).isNotEmpty();
      adas.send("typing", new JsonObject().put("conversationID", room.group).put("isTyping", true));
      bens.await("typing");
    }
  }

  private static void refusesByRest(Room room) {
    Reply reply =
        room.ada.post(
            "/conversations/" + room.group + "/messages", new JsonObject().put("content", "no"));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body().encode()).contains("ServiceUnavailable");
  }

  private static Reply health(ServerProcess server) {
    return ChatUser.anonymous(server.url(), "/health");
  }

  /// Leaves about three megabytes.
  private static void fill(Path disk, Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[256 << 10];
      while (Files.getFileStore(disk).getUsableSpace() > 3 << 20) {
        out.write(block);
      }
    }
  }
}
