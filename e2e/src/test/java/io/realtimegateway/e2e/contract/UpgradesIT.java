package io.realtimegateway.e2e.contract;

import static io.realtimegateway.e2e.contract.RawSocket.BINARY;
import static io.realtimegateway.e2e.contract.RawSocket.CLOSE;
import static io.realtimegateway.e2e.contract.RawSocket.FINAL;
import static io.realtimegateway.e2e.contract.RawSocket.PING;
import static io.realtimegateway.e2e.contract.RawSocket.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What comes before the upgrade and what is no frame of a client, byte by byte.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradesIT {
  private ServerProcess server;
  private ChatUser ada;

  @BeforeAll
  void start(@TempDir Path folder) {
    server =
        new ServerProcess(folder)
            .with("--set", "limits.upgrades=off", "--set", "limits.sessions-per-user=100")
            .start();
    ada = ChatUser.signIn(server.url(), "ada");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aRefusedUpgradeLeavesTheTicketUnused() {
    String ticket = ada.ticket();
    refused(ticket, "Sec-WebSocket-Version", "12", 426, "BadRequest");
    refused(ticket, "Origin", "http://evil.example", 403, "ForbiddenRequest");
    refused(ticket, "Origin", "null", 403, "ForbiddenRequest");
    String port = "http://localhost:1";
    refused(ticket, "Origin", port, 403, "ForbiddenRequest");
    String scheme = "https://" + server.url().getRawAuthority();
    refused(ticket, "Origin", scheme, 403, "ForbiddenRequest");
    String twice = server.url() + "\r\nOrigin: http://evil.example";
    refused(ticket, "Origin", twice, 403, "ForbiddenRequest");
    refused(ticket, "Sec-WebSocket-Key", "short", 400, "BadRequest");
    try (RawSocket raw =
        new RawSocket(server.url(), ticket, Map.of("Origin", server.url().toString()))) {
      assertThat(raw.status()).isEqualTo(101);
    }
    try (RawSocket raw = RawSocket.open(server.url(), ticket)) {
      assertThat(raw.status()).isEqualTo(401);
      assertThat(raw.code()).isEqualTo("UnauthorizedRequest");
    }
  }

  @Test
  void whatIsNoFrameOfAClientEndsTheSocketWithItsCode() {
    assertThat(closed(FINAL | BINARY, new byte[] {1})).isEqualTo(1003);
    assertThat(closed(BINARY, new byte[] {1})).isEqualTo(1003);
    assertThat(closed(FINAL | TEXT, new byte[] {(byte) 0xff, (byte) 0xfe})).isEqualTo(1007);
    assertThat(closed(FINAL | 0x40 | TEXT, new byte[] {'{', '}'})).isEqualTo(1002);
    assertThat(closed(FINAL | 3, new byte[0])).isEqualTo(1002);
    assertThat(closed(FINAL, new byte[] {'a'})).isEqualTo(1002);
    assertThat(closed(PING, new byte[] {'a'})).isEqualTo(1002);
    assertThat(closed(FINAL | PING, new byte[126])).isEqualTo(1002);
    assertThat(closed(FINAL | CLOSE, new byte[] {3, (byte) 0xed})).isEqualTo(1002);
    assertThat(closed(FINAL | CLOSE, new byte[] {1})).isEqualTo(1002);
    assertThat(closed(FINAL | CLOSE, new byte[] {0x13, (byte) 0x87})).isEqualTo(4999);
    assertThat(closed(FINAL | CLOSE, new byte[] {3, (byte) 0xe8})).isEqualTo(1000);
  }

  @Test
  void aCloseCodeThatNoClientMaySendIsAnsweredWithAReason() {
    for (int code : new int[] {0, 999, 1005, 1006, 1015, 5000, 65_535}) {
      try (RawSocket raw = RawSocket.open(server.url(), ada.ticket())) {
        raw.frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        RawSocket.Closed closed = raw.closed();
        assertThat(closed.code()).as("answer to %d", code).isEqualTo(1002);
        assertThat(closed.reason()).as("reason for %d", code).contains(Integer.toString(code));
        assertThat(raw.isEnded()).isTrue();
      }
    }
  }

  @Test
  void closeCodesThatClientsChooseMakeNoSeriesOfMetrics() {
    for (int code = 3000; code < 3020; code++) {
      assertThat(closed(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code}))
          .isEqualTo(code);
    }
    assertThat(closed(FINAL | CLOSE, new byte[] {3, (byte) 0xe8})).isEqualTo(1000);
    String metrics = ChatUser.anonymous(server.url(), "/metrics").expect(200).text();
    assertThat(metrics).contains("rtg_gateway_closes_total{code=\"other\"");
    assertThat(metrics).contains("rtg_gateway_closes_total{code=\"1000\"");
    assertThat(metrics).doesNotContain("code=\"30");
  }

  @Test
  void aFrameInOneSegmentWithTheRequestIsRefusedAndNotLost() {
    byte[] frame = RawSocket.masked(FINAL | TEXT, "{}".getBytes(StandardCharsets.UTF_8));
    String query = "token=" + ada.ticket();
    try (RawSocket raw = new RawSocket(server.url(), query, Map.of(), frame)) {
      assertThat(raw.status()).isEqualTo(400);
      assertThat(raw.isEnded()).isTrue();
    }
    try (RawSocket raw = RawSocket.open(server.url(), query.substring("token=".length()))) {
      assertThat(raw.status()).as("the ticket was left unused").isEqualTo(101);
    }
  }

  @Test
  void aMessageHasAtMostSixtyFourKibibytes() {
    byte[] most = " ".repeat(64 * 1024 - 2).concat("{}").getBytes(StandardCharsets.UTF_8);
    try (RawSocket raw = RawSocket.open(server.url(), ada.ticket())) {
      raw.frame(FINAL | TEXT, most);
      assertThat(raw.textWith("error")).contains("BadRequest");
    }
    assertThat(closed(FINAL | TEXT, new byte[64 * 1024 + 1])).isEqualTo(1009);
    try (RawSocket raw = RawSocket.open(server.url(), ada.ticket())) {
      raw.frame(TEXT, most);
      raw.frame(FINAL, new byte[] {' '});
      assertThat(raw.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aPingBetweenTheFragmentsOfAMessageIsAnswered() {
    try (RawSocket raw = RawSocket.open(server.url(), ada.ticket())) {
      raw.frame(TEXT, "{\"type\":\"x\"".getBytes(StandardCharsets.UTF_8));
      raw.frame(FINAL | PING, new byte[] {'h', 'i'});
      raw.frame(FINAL, ",\"ref\":\"r\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(raw.textWith("\"ref\":\"r\"")).contains("BadRequest");
    }
  }

  private void refused(String ticket, String header, String value, int status, String code) {
    try (RawSocket raw = new RawSocket(server.url(), ticket, Map.of(header, value))) {
      assertThat(raw.status()).as(header + ": " + value).isEqualTo(status);
      assertThat(raw.code()).as(header + ": " + value).isEqualTo(code);
    }
  }

  private int closed(int first, byte[] payload) {
    try (RawSocket raw = RawSocket.open(server.url(), ada.ticket())) {
      raw.frame(first, payload);
      return raw.closeCode();
    }
  }
}
