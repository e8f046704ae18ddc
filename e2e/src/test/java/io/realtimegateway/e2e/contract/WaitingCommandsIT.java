package io.realtimegateway.e2e.contract;

import static io.realtimegateway.e2e.contract.RawSocket.CLOSE;
import static io.realtimegateway.e2e.contract.RawSocket.FINAL;
import static io.realtimegateway.e2e.contract.RawSocket.PING;
import static io.realtimegateway.e2e.contract.RawSocket.PONG;
import static io.realtimegateway.e2e.contract.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Metrics;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Commands beyond the rate wait; what is no command neither counts nor waits behind them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WaitingCommandsIT {
  private static final Duration SOON = Duration.ofSeconds(4);
  private static final int MOST_WAITING = 256 * 1024;
  private static final int MESSAGE = 64 * 1024;

  private ServerProcess server;
  private ChatUser ada;

  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        new ServerProcess(folder)
            .with("--set", "limits.commands=40/s burst 40", "--set", "limits.upgrades=off")
            .start();
    ada = ChatUser.signIn(server.url(), "ada");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aMessageInManyFragmentsIsOneCommand() {
    byte[] message = command("fragments", 1086);
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      socket.textWith("hello");
      long start = System.nanoTime();
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      for (int at = 0; at < message.length; at++) {
        int last = at == message.length - 1 ? FINAL : 0;
        frames.writeBytes(RawSocket.masked((at == 0 ? TEXT : 0) | last, new byte[] {message[at]}));
      }
      socket.bytes(frames.toByteArray());
      assertThat(socket.textWith("\"fragments\"")).contains("BadArgument");
      for (int more = 0; more < 38; more++) {
        socket.frame(FINAL | TEXT, command("after-" + more, 0));
      }
      assertThat(socket.textWith("\"after-37\"")).contains("BadArgument");
      assertThat(message.length).isGreaterThanOrEqualTo(1086);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }
  }

  @Test
  void pingsAreAnsweredWhileCommandsWait() {
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      socket.textWith("hello");
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      for (int at = 0; at < 400; at++) {
        frames.writeBytes(RawSocket.masked(FINAL | TEXT, command("wait-" + at, 100)));
      }
      socket.bytes(frames.toByteArray());
      for (int beat = 0; beat < 3; beat++) {
        long start = System.nanoTime();
        socket.frame(FINAL | PING, new byte[] {'p', (byte) beat});
        assertThat(socket.next(PONG)).containsExactly('p', beat);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      }
      assertThat(socket.textWith("\"wait-399\"")).contains("BadArgument");
    }
  }

  @Test
  void whatWasSentBeforeACloseIsCarriedOutBeforeIt() {
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      socket.textWith("hello");
      for (int at = 0; at < 100; at++) {
        socket.frame(FINAL | TEXT, command("last-" + at, 0));
      }
      socket.frame(FINAL | CLOSE, new byte[] {3, (byte) 0xe8});
      assertThat(socket.textWith("\"last-99\"")).contains("BadArgument");
      assertThat(socket.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void commandsThatWaitAreBoundedAndNoneIsLost() {
    int count = 120;
    try (RawSocket socket = RawSocket.open(server.url(), ada.ticket())) {
      socket.textWith("hello");
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int at = 0; at < count; at++) {
                      socket.frame(FINAL | TEXT, command("bulk-" + at, 60_000));
                    }
                  });
      Patience.until("commands to wait", () -> waitingBytes() > MOST_WAITING / 2);
      assertThat(waitingBytes()).isLessThanOrEqualTo(MOST_WAITING + MESSAGE);
      for (int at = 0; at < count; at++) {
        assertThat(socket.textWith("bulk-")).contains("\"bulk-" + at + "\"");
      }
      sender.join();
      Patience.until("nothing to wait", () -> waitingBytes() == 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void aFloodOfPingsIsSlowedAndEachIsAnswered() {
    try (ServerProcess slow =
            new ServerProcess(server.data().resolveSibling("slow"))
                .with("--set", "limits.frames=1000/s burst 1000")
                .start();
        RawSocket socket =
            RawSocket.open(slow.url(), ChatUser.signIn(slow.url(), "ada").ticket())) {
      socket.textWith("hello");
      ByteArrayOutputStream frames = new ByteArrayOutputStream();
      for (int at = 0; at < 4000; at++) {
        frames.writeBytes(RawSocket.masked(FINAL | PING, new byte[] {(byte) (at >> 8), (byte) at}));
      }
      long start = System.nanoTime();
      socket.bytes(frames.toByteArray());
      for (int at = 0; at < 4000; at++) {
        assertThat(socket.next(PONG)).containsExactly((byte) (at >> 8), (byte) at);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(SOON.dividedBy(2), SOON.multipliedBy(4));
      assertThat(Metrics.of(slow).get("rtg_gateway_reading_paused_total")).isPositive();
    }
  }

  private long waitingBytes() {
    return Metrics.of(server).get("rtg_gateway_commands_waiting_bytes");
  }

  /// A command that is answered with an error under this `ref`, and does nothing.
  private static byte[] command(String ref, int more) {
    return "{\"type\":\"read\",\"payload\":{},\"ref\":\"%s\",\"x\":\"%s\"}"
        .formatted(ref, "x".repeat(more))
        .getBytes(StandardCharsets.UTF_8);
  }
}
