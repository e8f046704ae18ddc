package io.realtimegateway.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections that a client opens and leaves alone.
final class ConnectionLimitsIT {
  private static final int LIMIT = 6;

  @TempDir private Path folder;

  @Test
  void connectionsInAllAreTakenUpToTheLimitAndAgainWhenSomeHaveEnded() throws IOException {
    try (ServerProcess server =
        new ServerProcess(folder).with("--set", "limits.connections=" + LIMIT).start()) {
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < LIMIT; i++) {
          open.add(connect(server.url(), "127.0.0.1"));
          assertThat(isServed(open.getLast())).as("connection %d", i + 1).isTrue();
        }
        try (Socket above = connect(server.url(), "127.0.0.1")) {
          assertThat(isServed(above)).as("above the limit").isFalse();
        }
        open.removeLast().close();
        Patience.until("room", () -> isServedNow(server.url(), open));
        Patience.until("the log", () -> server.hasLogged("limits.connections (6) is reached"));
        assertThat(server.log().split("is reached", -1)).as("once a minute").hasSize(2);
      } finally {
        for (Socket each : open) {
          each.close();
        }
      }
    }
  }

  @Test
  void anAddressHasALimitOfItsOwn() throws IOException {
    try (ServerProcess server =
        new ServerProcess(folder).with("--set", "limits.connections-per-address=2").start()) {
      try (Socket first = connect(server.url(), "127.0.0.1");
          Socket second = connect(server.url(), "127.0.0.1");
          Socket above = connect(server.url(), "127.0.0.1");
          Socket other = connect(server.url(), "127.0.0.2")) {
        assertThat(isServed(first)).isTrue();
        assertThat(isServed(second)).as("at the limit").isTrue();
        assertThat(isServed(above)).as("above it").isFalse();
        assertThat(isServed(other)).as("of another address").isTrue();
      }
    }
  }

  @Test
  void aTrustedProxyHasNoLimitOfItsOwn() throws IOException {
    try (ServerProcess server =
            new ServerProcess(folder)
                .with("--set", "limits.connections-per-address=1")
                .with("--set", "http.trusted-proxies=127.0.0.2")
                .start();
        Socket first = connect(server.url(), "127.0.0.2");
        Socket second = connect(server.url(), "127.0.0.2")) {
      assertThat(isServed(first)).isTrue();
      assertThat(isServed(second)).isTrue();
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosedAfterTheTimeOfARequest() throws IOException {
    try (ServerProcess server =
            new ServerProcess(folder)
                .with("--set", "http.request-timeout=1s", "--set", "http.idle-timeout=10m")
                .start();
        Socket silent = connect(server.url(), "127.0.0.1")) {
      silent.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      long begin = System.nanoTime();
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(15));
    }
  }

  /// With few descriptors in all; what is kept back suffices for the journal, which opens a file
  /// for every 32 MiB of records.
  @Test
  void theJournalGoesOnWhileAStrangerHoldsEveryConnection() throws IOException {
    try (ServerProcess server =
        new ServerProcess(folder)
            .through("sh", "-c", "ulimit -n 400; exec \"$@\"", "sh")
            .with("--set", "limits.commands=off", "--set", "limits.requests=off")
            .start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long group = ada.createGroup("room", ben);
      List<Socket> held = new ArrayList<>();
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        for (int i = 0; i < 400; i++) {
          held.add(connect(server.url(), "127.0.0.1"));
        }
        String text = "\uD83D\uDE00".repeat(4000); // 16 KB
        for (int i = 0; i < 2_200; i++) {
          assertThat(socket.say(group, text).getString("type")).as("send %d", i).isEqualTo("ack");
        }
        assertThat(server.log()).doesNotContain("Too many open files", "cannot be written");
        assertThat(server.log()).contains("limits.connections (200) is reached");
      } finally {
        for (Socket each : held) {
          each.close();
        }
      }
    }
  }

  private static Socket connect(URI server, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
    return socket;
  }

  /// Asks for something and keeps the connection.
  private static boolean isServed(Socket socket) {
    try {
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
      socket
          .getOutputStream()
          .write(
              "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] begin = socket.getInputStream().readNBytes(8);
      if (begin.length < 8) {
        return false;
      }
      drain(socket);
      return new String(begin, StandardCharsets.US_ASCII).equals("HTTP/1.1");
    } catch (SocketException _) {
      return false;
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static void drain(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    try {
      while (socket.getInputStream().read() >= 0) {
        // The rest of the answer.
      }
    } catch (SocketTimeoutException _) {
      return;
    }
  }

  private static boolean isServedNow(URI server, List<Socket> open) {
    try {
      Socket again = connect(server, "127.0.0.1");
      if (isServed(again)) {
        open.add(again);
        return true;
      }
      again.close();
      return false;
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
