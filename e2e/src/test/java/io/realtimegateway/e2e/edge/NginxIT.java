package io.realtimegateway.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.Repository;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.TestCertificate;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The recipe of `docs/deployment.md` with Debian's nginx.
final class NginxIT {
  @TempDir private Path folder;

  @Test
  void theRecipeCarriesRestAndSocketsAndSaysHowTheClientCame() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "EC");
    certificate.write(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    int port = FreePort.find();
    try (ServerProcess server =
            new ServerProcess(folder.resolve("server"))
                .with("--set", "http.trusted-proxies=127.0.0.1")
                .start();
        NginxProcess nginx = NginxProcess.start(folder, recipe(server.url(), port), port);
        HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TestCertificate.trusting(certificate))
                .build()) {
      ChatUser ada = ChatUser.signIn(NginxProcess.url(port), "ada", http);
      ChatUser ben = ChatUser.signIn(NginxProcess.url(port), "ben", http);

      Reply made =
          ada.post("/friendrequests", new JsonObject().put("recipientEmail", "ben@example.com"))
              .expect(201);
      assertThat(made.headers().firstValue("Location").orElseThrow())
          .startsWith("https://localhost:" + port + "/api/v1.0/friendrequests/sent/");
      assertThat(made.headers().firstValue("Strict-Transport-Security")).isPresent();

      try (ChatSocket adas = ada.connect();
          ChatSocket bens = ben.connect()) {
        bens.await("hello");
        long conversation = ada.createGroup("tea", ben);
        bens.await("added_to_conversation");
        String content = "T".repeat(4000);
        adas.say(conversation, content);
        assertThat(bens.await("message").getString("content")).isEqualTo(content);
        assertThat(ben.history(conversation)).hasSize(1);
      }
      assertABrowserOfTheSameOriginMayConnect(ada, http, port);
      assertThat(nginx.log()).doesNotContain("[error]", "[warn]");
    }
  }

  private static void assertABrowserOfTheSameOriginMayConnect(
      ChatUser user, HttpClient http, int port) {
    WebSocket socket =
        http.newWebSocketBuilder()
            .header("Origin", "https://localhost:" + port)
            .buildAsync(user.socketAddress(user.ticket()), new WebSocket.Listener() {})
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertThat(socket.isInputClosed()).isFalse();
    socket.abort();
  }

  private String recipe(URI server, int port) throws IOException {
    Path page = Repository.folder().resolve("docs/deployment.md");
    String letsEncrypt = "/etc/letsencrypt/live/chat.example.com/";
    return NginxProcess.fence(page, "nginx")
        .replace("listen 443", "listen 127.0.0.1:" + port)
        .replace("server 127.0.0.1:7000", "server 127.0.0.1:" + server.getPort())
        .replace("server_name chat.example.com", "server_name localhost")
        .replace(letsEncrypt + "fullchain.pem", folder.resolve("chain.pem").toString())
        .replace(letsEncrypt + "privkey.pem", folder.resolve("key.pem").toString());
  }
}
