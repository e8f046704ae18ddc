package io.realtimegateway.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server behind a proxy that does not hand `Host` on, with pages of several origins, and without
/// a folder for temporary files.
final class PublicUrlIT {
  private static final String BODY = "{\"email\":\"ada@example.com\",\"displayName\":\"Ada\"}";

  @TempDir private static Path folder;
  private static ServerProcess server;
  private static URI url;

  @BeforeAll
  static void start() {
    int port = FreePort.find();
    url = URI.create("http://localhost:" + port);
    server =
        new ServerProcess(folder)
            .with("--port", Integer.toString(port))
            .with("--set", "http.public-url=https://chat.example.com")
            .with("--set", "http.allowed-hosts=chat_gw")
            .with("--set", "http.trusted-proxies=127.0.0.1")
            .with("--set", "auth.dev-login=on")
            .with("--set", "origins=capacitor://localhost,https://A.example:443")
            .jvm("-Djava.io.tmpdir=/proc/no-folder-for-temporary-files")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, https://chat.example.com, ''",
    "localhost, https://CHAT.example.com:443, ''",
    "localhost, capacitor://localhost, ''",
    "localhost, https://a.example, ''",
    "chat_gw:7401, http://chat_gw:7401, ''",
    "localhost, https://localhost, X-Forwarded-Proto: wss",
    "localhost, https://localhost, Forwarded: for=192.0.2.7;proto=wss",
    "localhost, http://localhost, X-Forwarded-Proto: ws"
  })
  void pagesOfOwnAndConfiguredOriginsMayConnectAndChange(String host, String origin, String header)
      throws IOException {
    assertThat(upgrade(host, origin, header)).startsWith("HTTP/1.1 401 ");
    assertThat(login(host, origin, header)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, https://evil.example, ''",
    "localhost, https://localhost, ''",
    "localhost, https://a.example:8443, ''",
    "localhost, ionic://localhost, ''",
    "localhost, null, ''"
  })
  void pagesOfOthersMayNot(String host, String origin, String header) throws IOException {
    assertThat(upgrade(host, origin, header)).startsWith("HTTP/1.1 403 ");
    assertThat(login(host, origin, header)).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void corsHeadersGoToConfiguredOriginsHoweverTheyAreWritten() throws IOException {
    assertThat(login("localhost", "https://a.example", ""))
        .containsIgnoringCase("access-control-allow-origin: https://a.example\r\n");
    assertThat(login("localhost", "capacitor://localhost", ""))
        .containsIgnoringCase("access-control-allow-origin: capacitor://localhost\r\n");
  }

  @Test
  void aHostThatTheProxyNamesMustBeAllowedToo() throws IOException {
    assertThat(login("localhost", "http://evil.example", "X-Forwarded-Host: evil.example"))
        .startsWith("HTTP/1.1 421 ");
    assertThat(login("localhost", "https://chat.example.com", "X-Forwarded-Host: chat.example.com"))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void linksBeginWithThePublicAddress() throws IOException {
    String origin = "https://chat.example.com";
    String ben = login("localhost", origin, "", BODY.replace("ada@", "ben@"));
    String id = ben.replaceFirst("(?s).*\"id\":\"?(\\d+).*", "$1");
    String ada = login("localhost", origin, "");
    String token = ada.replaceFirst("(?si).*set-cookie: (token=[^;]+);.*", "$1");
    String body =
        "{\"conversationType\":\"group-chat\",\"groupName\":\"tea\",\"participantIDs\":[%s]}"
            .formatted(id);
    assertThat(post("/conversations", "localhost", origin, "Cookie: " + token, body))
        .startsWith("HTTP/1.1 201 ")
        .containsIgnoringCase("location: https://chat.example.com/api/v1.0/conversations/");
  }

  private static String upgrade(String host, String origin, String header) throws IOException {
    return exchange(
        "GET /ws?token=none HTTP/1.1\r\nHost: "
            + host
            + "\r\nOrigin: "
            + origin
            + line(header)
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  }

  private static String login(String host, String origin, String header) throws IOException {
    return login(host, origin, header, BODY);
  }

  private static String login(String host, String origin, String header, String body)
      throws IOException {
    return post("/auth/dev/login", host, origin, header, body);
  }

  private static String post(String path, String host, String origin, String header, String body)
      throws IOException {
    return exchange(
        "POST /api/v1.0"
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nOrigin: "
            + origin
            + line(header)
            + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String line(String header) {
    return header.isEmpty() ? "" : "\r\n" + header;
  }

  private static String exchange(String request) throws IOException {
    try (RawHttp http = new RawHttp(url)) {
      http.send(request);
      return http.readAnswer();
    }
  }
}
