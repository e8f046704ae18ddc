package io.realtimegateway.e2e.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.Repository;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway in Python that was written from `docs/PROTOCOL.md` speaks to the real engine.
final class PythonGatewayIT {
  private static final Path CLIENT =
      Repository.folder().resolve("protocol/src/test/python/client.py");

  @TempDir private Path folder;

  @Test
  void aSecondImplementationAttachesASessionSendsAndReceives() throws Exception {
    try (SplitServer server = new SplitServer(folder)) {
      ServerProcess edge = server.edge("edge");
      ChatUser ada = ChatUser.signIn(edge.url(), "ada");
      ChatUser ben = ChatUser.signIn(edge.url(), "ben");
      long conversation = ada.createGroup("tea", ben);
      try (ChatSocket bens = ben.connect()) {
        bens.await("hello");
        String ticket = ada.ticket();
        List<JsonObject> said =
            run(
                server,
                0,
                ticket,
                "--conversation",
                Long.toString(conversation),
                "--text",
                "Grüße");

        assertThat(said)
            .extracting(packet -> packet.getString("packet"))
            .containsExactly("Redeemed", "Attached", "Ack", "Message");
        JsonObject ack = said.get(2);
        JsonObject message = said.get(3);
        assertThat(ack.getLong("seq")).isEqualTo(1);
        assertThat(message.getLong("messageID")).isEqualTo(ack.getLong("messageID"));
        assertThat(message.getString("content")).isEqualTo("Grüße");
        assertThat(message.getLong("authorID")).isEqualTo(ada.id());
        assertThat(message.getString("clientMessageID")).isEqualTo("from-python");

        JsonObject heard = bens.await("message");
        assertThat(heard.getLong("messageID")).isEqualTo(ack.getLong("messageID"));
        assertThat(History.of(ben.history(conversation))).hasSize(1);
        assertSecondUseIsRefused(server, ticket);
        assertRepeatIsTheFirstAnswer(server, ada, conversation, ack);
      }
    }
  }

  /// A ticket is good for one redemption.
  private void assertSecondUseIsRefused(SplitServer server, String ticket) throws Exception {
    List<JsonObject> said = run(server, 1, ticket);
    assertThat(said).hasSize(1);
    assertThat(said.getFirst().getString("packet")).isEqualTo("Failure");
    assertThat(said.getFirst().getInteger("code")).isEqualTo(3);
  }

  /// Under the same name nothing is written twice; without a new message, it waits in vain.
  private void assertRepeatIsTheFirstAnswer(
      SplitServer server, ChatUser ada, long conversation, JsonObject first) throws Exception {
    List<JsonObject> said =
        run(
            server,
            1,
            ada.ticket(),
            "--conversation",
            Long.toString(conversation),
            "--text",
            "Grüße",
            "--seconds",
            "3");
    JsonObject ack = said.getLast();
    assertThat(ack.getString("packet")).isEqualTo("Ack");
    assertThat(ack.getBoolean("repeated")).isTrue();
    assertThat(ack.getLong("messageID")).isEqualTo(first.getLong("messageID"));
    assertThat(ada.history(conversation)).hasSize(1);
  }

  /// What the client shows, but for who is online, which comes in between.
  private List<JsonObject> run(SplitServer server, int exitCode, String ticket, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", CLIENT.toString()));
    command.addAll(List.of("--port", Integer.toString(server.linkPort())));
    command.addAll(List.of("--secret-file", server.secretFile().toString(), "--ticket", ticket));
    command.addAll(List.of("--name", "from-python", "--seconds", "30"));
    command.addAll(List.of(more));
    Path output = Files.createTempFile(folder, "python", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("PYTHONUTF8", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the client ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
    return text.lines()
        .map(JsonObject::new)
        .filter(packet -> !packet.getString("packet").equals("Presence"))
        .toList();
  }
}
