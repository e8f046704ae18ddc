package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// With `errors=close` a refused handshake is accepted and closed with a code that a page can read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedUpgradesIT {
  private static final Map<String, String> FOREIGN = Map.of("Origin", "https://evil.example");

  @TempDir private Path folder;
  private ServerProcess server;
  private ChatUser ada;

  @BeforeAll
  void start(@TempDir Path ofServer) {
    server = new ServerProcess(ofServer).with("--set", "limits.upgrades=off").start();
    ada = ChatUser.signIn(server.url(), "ada");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void theTicketHasTwoNames() {
    URI named = URI.create(ada.socketAddress(ada.ticket()).toString().replace("token=", "ticket="));
    try (ChatSocket socket = ChatSocket.open(named)) {
      socket.await("hello");
    }
    assertThat(ChatSocket.refusal(named)).isEqualTo(401);
  }

  @Test
  void aPageReadsWhyItsTicketOrItsOriginWasRefused() {
    assertClosed("errors=close", Map.of(), 4401, "ticket");
    assertClosed("token=nonsense&errors=close", Map.of(), 4401, "ticket");
    String ticket = ada.ticket();
    assertClosed("ticket=" + ticket + "&errors=close", FOREIGN, 4403, "origin");
    try (RawSocket socket =
        new RawSocket(server.url(), "ticket=" + ticket + "&errors=close", Map.of(), NOTHING)) {
      assertThat(socket.textWith("hello")).contains("sessionID");
    }
    assertClosed("ticket=" + ticket + "&errors=close", Map.of(), 4401, "");
    assertThat(ChatSocket.refusal(ada.socketAddress("nonsense&errors=open"))).isEqualTo(401);
  }

  @Test
  void theOriginIsJudgedBeforeTheTicket() {
    assertClosed("token=nonsense&errors=close", FOREIGN, 4403, "origin");
    try (RawSocket socket = new RawSocket(server.url(), "nonsense", FOREIGN)) {
      assertThat(socket.status()).isEqualTo(403);
    }
  }

  @Test
  void whatIsNoWebSocketHandshakeIsAnsweredByHttp() {
    assertRefused(Map.of("Sec-WebSocket-Version", "12"), 426);
    assertRefused(Map.of("Upgrade", "h2c"), 426);
    assertRefused(Map.of("Sec-WebSocket-Key", "short"), 400);
  }

  @Test
  void tooManyUpgradesAreToldWhenToComeBack() {
    try (ServerProcess slow =
        new ServerProcess(folder.resolve("slow"))
            .with("--set", "limits.upgrades=10/m burst 2")
            .start()) {
      for (int at = 0; at < 2; at++) {
        try (RawSocket socket =
            new RawSocket(slow.url(), "token=x&errors=close", Map.of(), NOTHING)) {
          assertThat(socket.closeCode()).isEqualTo(4401);
        }
      }
      try (RawSocket socket =
          new RawSocket(slow.url(), "token=x&errors=close", Map.of(), NOTHING)) {
        RawSocket.Closed closed = socket.closed();
        assertThat(closed.code()).isEqualTo(4429);
        assertThat(closed.reason()).matches("retry-after=[1-6]");
        assertThat(socket.isEnded()).isTrue();
      }
      try (RawSocket socket = new RawSocket(slow.url(), "x", Map.of())) {
        assertThat(socket.status()).isEqualTo(429);
      }
    }
  }

  @Test
  void withoutAnEngineAPageIsToldToTryAgain() {
    try (ServerProcess other = new ServerProcess(folder.resolve("other")).start()) {
      ChatUser ben = ChatUser.signIn(other.url(), "ben");
      String ticket = ben.ticket();
      List<ChatSocket> sockets = new ArrayList<>();
      for (int at = 0; at < 15; at++) {
        sockets.add(ben.connect());
      }
      sockets.forEach(socket -> socket.await("hello"));
      other.terminate();
      Patience.until(
          "the drain", () -> sockets.stream().anyMatch(socket -> socket.closeCode().isPresent()));
      try (RawSocket socket =
          new RawSocket(other.url(), "token=" + ticket + "&errors=close", Map.of(), NOTHING)) {
        assertThat(socket.closed())
            .isEqualTo(new RawSocket.Closed(1013, "the server is stopping; try again"));
      }
      sockets.forEach(ChatSocket::close);
      assertThat(other.awaitExit()).isZero();
    }
  }

  /// They hold nothing, so that they can be many, and end without the client's help.
  @Test
  void refusedSocketsEndByThemselvesAndReadNothing() {
    List<RawSocket> open = new ArrayList<>();
    try {
      for (int at = 0; at < 600; at++) {
        RawSocket socket = new RawSocket(server.url(), "token=x&errors=close", Map.of(), NOTHING);
        socket.frame(RawSocket.FINAL | RawSocket.TEXT, COMMAND);
        open.add(socket);
      }
      for (RawSocket socket : open) {
        assertThat(socket.closeCode()).isEqualTo(4401);
        assertThat(socket.isEnded()).isTrue();
      }
    } finally {
      open.forEach(RawSocket::close);
    }
    try (ChatSocket socket = ada.connect()) {
      assertThat(socket.await("hello").getLong("userID")).isEqualTo(ada.id());
    }
  }

  @Test
  void pingIsAnsweredInTurnAndHelloSaysTheRate() {
    try (ChatSocket socket = ada.connect()) {
      JsonObject hello = socket.await("hello");
      assertThat(hello.getInteger("commandsPerSecond")).isEqualTo(20);
      assertThat(hello.getInteger("commandBurst")).isEqualTo(40);
      socket.send("{\"type\":\"read\",\"payload\":{},\"ref\":\"first\"}");
      socket.send("{\"type\":\"ping\",\"ref\":\"second\"}");
      JsonObject pong = socket.await("pong");
      assertThat(pong.getString("ref")).isEqualTo("second");
      assertThat(pong.getString("serverTime"))
          .isGreaterThanOrEqualTo(hello.getString("serverTime"));
      assertThat(socket.heard("error").map(frame -> frame.getString("ref")))
          .containsExactly("first");
    }
  }

  private static final byte[] NOTHING = new byte[0];
  private static final byte[] COMMAND = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

  private void assertClosed(String query, Map<String, String> headers, int code, String reason) {
    try (RawSocket socket = new RawSocket(server.url(), query, headers, NOTHING)) {
      assertThat(socket.status()).as(query).isEqualTo(101);
      RawSocket.Closed closed = socket.closed();
      assertThat(closed.code()).as(query).isEqualTo(code);
      assertThat(closed.reason()).as(query).contains(reason);
      assertThat(socket.isEnded()).as(query).isTrue();
    }
  }

  private void assertRefused(Map<String, String> headers, int status) {
    try (RawSocket socket =
        new RawSocket(server.url(), "token=nonsense&errors=close", headers, NOTHING)) {
      assertThat(socket.status()).as("%s", headers).isEqualTo(status);
      assertThat(socket.code()).isEqualTo("BadRequest");
    }
  }
}
