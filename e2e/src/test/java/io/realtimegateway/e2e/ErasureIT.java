package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was deleted is gone from the files of the local store within twice its window, and what is
/// archived does not pile up there.
final class ErasureIT {

  private static final int WINDOW_SECONDS = 4;
  private static final int SLOW_MACHINE_SECONDS = 30;
  private static final String SECRET = "the words that nobody is to find again";

  /// Of the largest size: 16,000 bytes.
  private static final String LARGE = "\uD834\uDD1E".repeat(4000);

  private static final long LARGE_BYTES = 16_000;
  private static final int PARTS = 8;
  private static final int PART_MESSAGES = Integer.getInteger("erasure.messages", 2_000);
  private static final int AT_ONCE = 50;

  @TempDir private Path folder;

  @Test
  void deletedTextIsInNoFileOfTheLocalStoreAfterTwiceTheWindow() {
    try (ServerProcess server = server().start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        long message = socket.say(group, SECRET).getLong("messageID");
        assertThat(filesWith(server, SECRET)).as("the search finds what is there").isNotEmpty();
        JsonObject payload =
            new JsonObject().put("conversationID", group).put("messageID", message);
        assertThat(socket.call("delete_message", payload).getString("type")).isEqualTo("ack");
        long deletedAt = System.nanoTime();
        assertThat(ada.history(group)).isEmpty();
        Patience.until("erasure", () -> filesWith(server, SECRET).isEmpty());
        double seconds = (System.nanoTime() - deletedAt) / 1e9;
        System.out.printf(
            "erasure: gone from the local store %.1f s after the delete, window %d s%n",
            seconds, WINDOW_SECONDS);
        assertThat(seconds).isLessThan(2 * WINDOW_SECONDS + SLOW_MACHINE_SECONDS);
      }
    }
  }

  /// The same for a name and metadata that were overwritten.
  @Test
  void anOverwrittenNameIsInNoFileOfTheLocalStoreAfterTwiceTheWindow() {
    try (ServerProcess server = server().start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      String path = "/conversations/" + group;
      JsonObject metadata = new JsonObject().put("secret", SECRET);
      ada.patch(path, new JsonObject().put("groupName", SECRET).put("metadata", metadata))
          .expect(200);
      assertThat(filesWith(server, SECRET)).as("the search finds what is there").isNotEmpty();
      JsonObject other = new JsonObject().put("groupName", "tea").put("metadata", new JsonObject());
      ada.patch(path, other).expect(200);
      long overwrittenAt = System.nanoTime();
      Patience.until("erasure", () -> filesWith(server, SECRET).isEmpty());
      double seconds = (System.nanoTime() - overwrittenAt) / 1e9;
      System.out.printf(
          "erasure: an overwritten name is gone from the local store after %.1f s%n", seconds);
      assertThat(seconds).isLessThan(2 * WINDOW_SECONDS + SLOW_MACHINE_SECONDS);
    }
  }

  /// The bound is one of bytes, whatever time they take.
  @Test
  void theLocalStoreDoesNotGrowUnderLoad() {
    try (ServerProcess server = server().start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      List<Long> sizes = new ArrayList<>();
      for (int part = 0; part < PARTS; part++) {
        try (ChatSocket socket = ada.connect()) {
          socket.await("hello");
          for (int sent = 0; sent < PART_MESSAGES; sent += AT_ONCE) {
            sayAtOnce(socket, group);
          }
        }
        ada.get("/conversations/" + group + "/messages?$top=1").expect(200);
        sizes.add(size(server) >> 20);
      }
      long written = (LARGE_BYTES * PARTS * PART_MESSAGES) >> 20;
      System.out.printf("local store: MiB %s while %d MiB were written%n", sizes, written);
      assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThan(written / 2));
    }
  }

  private static void sayAtOnce(ChatSocket socket, long group) {
    List<String> refs = new ArrayList<>();
    for (int number = 0; number < AT_ONCE; number++) {
      JsonObject payload = new JsonObject().put("conversationID", group).put("content", LARGE);
      refs.add(socket.send("send_message", payload));
    }
    refs.forEach(ref -> assertThat(socket.answer(ref).getString("type")).isEqualTo("ack"));
  }

  private ServerProcess server() {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "journal.window=" + WINDOW_SECONDS + "s", "--set", "limits.commands=off")
        .with("--set", "journal.window-size=16MiB", "--set", "limits.requests=off");
  }

  private static List<Path> filesWith(ServerProcess server, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    List<Path> found = new ArrayList<>();
    for (Path file : files(server)) {
      if (contains(read(file), wanted)) {
        found.add(file);
      }
    }
    return found;
  }

  private static long size(ServerProcess server) {
    return files(server).stream().mapToLong(file -> read(file).length).sum();
  }

  private static List<Path> files(ServerProcess server) {
    try (Stream<Path> all = Files.walk(server.data().resolve("journal"))) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException | UncheckedIOException _) {
      return files(server); // A file has gone while the folder was read.
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(wanted, StandardCharsets.ISO_8859_1));
  }
}
