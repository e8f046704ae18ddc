package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.SteadyClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was deleted is gone from the files of the local store within twice its window, and what is
/// archived does not pile up there.
final class ErasureIT {

  private static final int WINDOW_SECONDS = 4;
  private static final String SECRET = "the words that nobody is to find again";
  private static final Duration LOAD =
      Duration.ofSeconds(Integer.getInteger("erasure.seconds", 24));

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
        assertThat(seconds).isLessThan(2 * WINDOW_SECONDS + 3);
      }
    }
  }

  @Test
  void theLocalStoreDoesNotGrowUnderLoad() {
    try (ServerProcess server = server().start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      long group = ada.createGroup("tea", ChatUser.signIn(server.url(), "ben"));
      List<Long> sizes = new ArrayList<>();
      List<Integer> sent = new ArrayList<>();
      try (SteadyClient client =
          new SteadyClient(ada, List.of(group), Duration.ofMillis(2), "x".repeat(3_000))) {
        client.send("load");
        for (long begun = System.nanoTime(); System.nanoTime() - begun < LOAD.toNanos(); ) {
          Patience.during(LOAD.dividedBy(6));
          sizes.add(size(server) >> 20);
          sent.add(client.sent().size());
        }
        System.out.println("local store: MiB " + sizes + " after messages " + sent);
        client.pause();
      }
      long written = (3_000L * sent.getLast()) >> 20;
      long later = sizes.stream().skip(2).mapToLong(Long::longValue).max().orElseThrow();
      assertThat(later).as("%d MiB were written", written).isLessThan(written);
    }
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
