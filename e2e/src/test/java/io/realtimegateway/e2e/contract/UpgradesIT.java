package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What comes before the upgrade and what is no frame of a client, byte by byte.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradesIT {
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int FINAL = 0x80;

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
    refused(ticket, "Sec-WebSocket-Key", "short", 400, "BadRequest");
    try (Raw raw = new Raw(ticket, Map.of("Origin", server.url().toString()))) {
      assertThat(raw.status()).isEqualTo(101);
    }
    try (Raw raw = new Raw(ticket, Map.of())) {
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
    assertThat(closed(FINAL | CLOSE, new byte[] {3, (byte) 0xe8})).isEqualTo(1000);
  }

  @Test
  void aMessageHasAtMostSixtyFourKibibytes() {
    byte[] most = " ".repeat(64 * 1024 - 2).concat("{}").getBytes(StandardCharsets.UTF_8);
    try (Raw raw = new Raw(ada.ticket(), Map.of())) {
      raw.frame(FINAL | TEXT, most);
      assertThat(raw.textWith("error")).contains("BadRequest");
    }
    assertThat(closed(FINAL | TEXT, new byte[64 * 1024 + 1])).isEqualTo(1009);
    try (Raw raw = new Raw(ada.ticket(), Map.of())) {
      raw.frame(TEXT, most);
      raw.frame(FINAL, new byte[] {' '});
      assertThat(raw.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aPingBetweenTheFragmentsOfAMessageIsAnswered() {
    try (Raw raw = new Raw(ada.ticket(), Map.of())) {
      raw.frame(TEXT, "{\"type\":\"x\"".getBytes(StandardCharsets.UTF_8));
      raw.frame(FINAL | PING, new byte[] {'h', 'i'});
      raw.frame(FINAL, ",\"ref\":\"r\"}".getBytes(StandardCharsets.UTF_8));
      assertThat(raw.textWith("\"ref\":\"r\"")).contains("BadRequest");
    }
  }

  private void refused(String ticket, String header, String value, int status, String code) {
    try (Raw raw = new Raw(ticket, Map.of(header, value))) {
      assertThat(raw.status()).as(header + ": " + value).isEqualTo(status);
      assertThat(raw.code()).as(header + ": " + value).isEqualTo(code);
    }
  }

  private int closed(int first, byte[] payload) {
    try (Raw raw = new Raw(ada.ticket(), Map.of())) {
      raw.frame(first, payload);
      return raw.closeCode();
    }
  }

  /// A connection without a library between.
  private final class Raw implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final String head;

    Raw(String ticket, Map<String, String> changed) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Host", server.url().getRawAuthority());
      headers.put("Upgrade", "websocket");
      headers.put("Connection", "Upgrade");
      headers.put("Sec-WebSocket-Version", "13");
      headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
      headers.putAll(changed);
      StringBuilder request = new StringBuilder("GET /ws?token=" + ticket + " HTTP/1.1\r\n");
      headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      try {
        socket = new Socket("localhost", server.url().getPort());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        send(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        head = readHead();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String readHead() throws IOException {
      StringBuilder read = new StringBuilder();
      while (!read.toString().endsWith("\r\n\r\n")) {
        read.append((char) in.readUnsignedByte());
      }
      return read.toString();
    }

    int status() {
      return Integer.parseInt(head.split(" ", 3)[1]);
    }

    /// The code of the error object.
    String code() {
      String length = head.replaceAll("(?is).*content-length: *(\\d+).*", "$1");
      try {
        String body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        return new JsonObject(body).getJsonObject("error").getString("code");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// A masked frame.
    void frame(int first, byte[] payload) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(first);
      if (payload.length < 126) {
        out.write(0x80 | payload.length);
      } else if (payload.length <= 0xffff) {
        out.write(0x80 | 126);
        out.write(payload.length >> 8);
        out.write(payload.length);
      } else {
        out.write(0x80 | 127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) ((long) payload.length >> shift));
        }
      }
      out.writeBytes(new byte[4]); // A mask of zeros changes nothing.
      out.writeBytes(payload);
      try {
        send(out.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    /// The first text frame that contains this.
    String textWith(String part) {
      while (true) {
        byte[] payload = next(TEXT);
        String text = new String(payload, StandardCharsets.UTF_8);
        if (text.contains(part)) {
          return text;
        }
      }
    }

    int closeCode() {
      byte[] payload = next(CLOSE);
      return ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }

    private byte[] next(int opcode) {
      try {
        while (true) {
          int first = in.readUnsignedByte();
          int length = in.readUnsignedByte();
          if (length == 126) {
            length = in.readUnsignedShort();
          } else if (length == 127) {
            length = (int) in.readLong();
          }
          byte[] payload = in.readNBytes(length);
          if ((first & 0xf) == opcode) {
            return payload;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
