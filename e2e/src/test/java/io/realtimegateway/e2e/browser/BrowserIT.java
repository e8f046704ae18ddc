package io.realtimegateway.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages and the socket in a real browser: their policies, cookies and origins hold there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserIT {
  private static final String CHAT =
      """
      (async () => {
        const post = async (path, body) => (await fetch('/api/v1.0' + path, {
          method: 'POST',
          headers: {'Content-Type': 'application/json'},
          body: JSON.stringify(body),
        })).json();
        const signIn = name =>
            post('/auth/dev/login', {email: name + '@example.com', displayName: name});
        const ben = await signIn('ben');
        await signIn('ada');
        const conversation = await post('/conversations', {
          participantIDs: [ben.id], conversationType: 'group-chat', groupName: 'tea'});
        const {ticket} = await (await fetch('/api/v1.0/ws/token')).json();
        const socket = new WebSocket('/ws?token=' + ticket);
        const heard = [];
        return new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error('heard only ' + JSON.stringify(heard))), 40000);
          socket.onmessage = event => {
            const frame = JSON.parse(event.data);
            heard.push(frame);
            if (frame.type === 'hello') {
              socket.send(JSON.stringify({type: 'send_message', ref: '1',
                payload: {conversationID: conversation.id, content: 'Tea? \\u{1F375}'}}));
            } else if (frame.type === 'message') {
              socket.close(1000, 'done');
            }
          };
          socket.onclose = event => resolve({heard, code: event.code, cookie: document.cookie});
        });
      })()
      """;

  private ServerProcess server;
  private Chromium chromium;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException {
    server = new ServerProcess(folder.resolve("server")).start();
    chromium = Chromium.start(folder);
  }

  @AfterAll
  void stop() {
    chromium.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/chat"})
  void thePageLoadsWithoutComplaints(String path) {
    Page page = chromium.newPage().open(address(path));
    assertThat(page.text()).contains("realtime-gateway");
    assertNoComplaintsAndNoForeignRequests(page);
  }

  @Test
  void theRestDocumentIsRenderedWithoutNetwork() {
    Page page = chromium.newPage().open(address("/docs"));
    Patience.until("the operations", () -> page.text().contains("/conversations/{id}/messages"));
    assertThat(page.requests()).anyMatch(address -> address.endsWith("/openapi.yaml"));
    assertNoComplaintsAndNoForeignRequests(page);
  }

  @Test
  void theSocketsDocumentIsRenderedWithoutNetwork() {
    Page page = chromium.newPage().open(address("/docs/socket"));
    assertThat(page.text()).contains("send_message", "hello", "4401");
    assertNoComplaintsAndNoForeignRequests(page);
  }

  @Test
  void aPageSignsInAndChats() {
    Page page = chromium.newPage().open(address("/"));
    JsonObject chat = (JsonObject) page.run(CHAT);
    JsonArray heard = chat.getJsonArray("heard");
    assertThat(heard.stream().map(JsonObject.class::cast).map(frame -> frame.getString("type")))
        .containsSubsequence("hello", "ack", "message");
    JsonObject message = heard.getJsonObject(heard.size() - 1);
    assertThat(message.getString("content")).isEqualTo("Tea? \uD83C\uDF75");
    assertThat(chat.getInteger("code")).isEqualTo(1000);
    assertThat(chat.getString("cookie")).as("what scripts see of the cookies").isEmpty();
    assertNoComplaintsAndNoForeignRequests(page);
  }

  @Test
  void aPageOfAnotherOriginGetsNoSocketAndLeavesTheTicket() {
    ChatUser cay = ChatUser.signIn(server.url(), "cay");
    String socket = openSocket(cay.socketAddress(cay.ticket()));
    Page foreign = chromium.newPage();
    assertThat(foreign.run(socket)).isEqualTo(1006);
    assertThat(foreign.problems()).anyMatch(problem -> problem.contains("403"));
    Page own = chromium.newPage().open(address("/"));
    assertThat(String.valueOf(own.run(socket))).contains("hello");
  }

  /// A script that gives the first frame, or the code of the close that came instead.
  private static String openSocket(URI address) {
    return """
        new Promise(resolve => {
          const socket = new WebSocket('%s');
          socket.onmessage = event => { resolve(event.data); socket.close(); };
          socket.onclose = event => resolve(event.code);
        })
        """
        .formatted(address);
  }

  private URI address(String path) {
    return URI.create(server.url() + path);
  }

  private void assertNoComplaintsAndNoForeignRequests(Page page) {
    String own = server.url().getRawAuthority();
    assertThat(page.problems()).isEmpty();
    assertThat(page.requests())
        .isNotEmpty()
        .allMatch(
            address ->
                List.of("http://" + own, "ws://" + own).stream().anyMatch(address::startsWith));
  }
}
