package io.realtimegateway.e2e.contract;

import static io.realtimegateway.e2e.contract.RawSocket.FINAL;
import static io.realtimegateway.e2e.contract.RawSocket.PING;
import static io.realtimegateway.e2e.contract.RawSocket.PONG;
import static io.realtimegateway.e2e.contract.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The gateway pings a silent socket, and closes one that gives no sign of life.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeartbeatsIT {
  private static final byte[] COMMAND =
      "{\"type\":\"read\",\"payload\":{},\"ref\":\"beat\"}".getBytes(StandardCharsets.UTF_8);
  private static final int MANY = 16;
  private static final long HALF_SECOND = 500_000_000L;

  private ServerProcess server;
  private ChatUser ada;

  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        new ServerProcess(folder)
            .with("--set", "heartbeat.interval=3s", "--set", "heartbeat.timeout=5s")
            .start();
    ada = ChatUser.signIn(server.url(), "ada");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aSocketWithoutPongIsClosed() {
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      assertThat(socket.next(PING)).isEmpty();
      assertThat(socket.closeCode()).isEqualTo(4408);
    }
  }

  @Test
  void aPongKeepsTheSocketAndIsNoCommand() {
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      for (int beat = 0; beat < 3; beat++) {
        socket.frame(FINAL | PONG, socket.next(PING));
      }
      socket.frame(FINAL | TEXT, COMMAND);
      assertThat(socket.textWith("beat")).contains("BadArgument");
    }
  }

  @Test
  void anythingElseCountsAsAPong() {
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      for (int beat = 0; beat < 3; beat++) {
        socket.next(PING);
        socket.frame(FINAL | TEXT, COMMAND);
        assertThat(socket.textWith("beat")).contains("BadArgument");
      }
      assertThat(socket.next(PING)).isEmpty();
      assertThat(socket.closeCode()).isEqualTo(4408);
    }
  }

  @Test
  void theFirstBeatsOfSocketsThatCameTogetherAreSpread() {
    List<String> tickets = IntStream.range(0, MANY).mapToObj(_ -> ada.ticket()).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Long>> waits =
          tickets.stream()
              .map(ticket -> CompletableFuture.supplyAsync(() -> firstPing(ticket), threads))
              .toList();
      List<Long> sorted = waits.stream().map(CompletableFuture::join).sorted().toList();
      assertThat(sorted.getLast() - sorted.getFirst()).isGreaterThan(HALF_SECOND);
    }
  }

  /// Nanoseconds from the upgrade to the first ping.
  private long firstPing(String ticket) {
    try (RawSocket socket = RawSocket.open(server.url(), ticket)) {
      long start = System.nanoTime();
      socket.next(PING);
      return System.nanoTime() - start;
    }
  }
}
