package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The specification is complete enough for a second implementation: one in Python, written from
/// it, agrees with this one.
final class PythonClientTest {
  private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path temporary;

  @Test
  void itsCodecAgreesWithEveryVector() throws Exception {
    Output output = run("check_vectors.py", GoldenVectorTest.VECTORS.toAbsolutePath().toString());
    assertThat(output).isEqualTo(new Output(0, List.of(Samples.ALL.size() + " vectors")));
  }

  @Test
  void itDoesTheHandshakeAttachesASessionSendsAndReceives() throws Exception {
    try (ScriptedEngine engine = new ScriptedEngine(SECRET)) {
      Output output = chat(engine, SECRET);
      assertThat(output)
          .isEqualTo(
              new Output(
                  0,
                  List.of(
                      "{\"packet\": \"Redeemed\", \"request\": 1}",
                      "{\"packet\": \"Attached\", \"session\": 1}",
                      "{\"packet\": \"Ack\", \"request\": 2, \"conversationID\": 42, \"messageID\": 1001, \"seq\": 7,"
                          + " \"time\": 1790000000123, \"repeated\": false, \"deleted\": false}",
                      "{\"packet\": \"Message\", \"conversationID\": 42, \"seq\": 7, \"messageID\": 1001,"
                          + " \"authorID\": 5, \"createdAt\": 1790000000123, \"content\": \"Grüße 👋\","
                          + " \"metadata\": null, \"clientMessageID\": \"c-1\"}")));
      engine.join();
    }
  }

  @Test
  void itLeavesAnEngineThatDoesNotKnowTheSecret() throws Exception {
    try (ScriptedEngine engine = new ScriptedEngine(SECRET)) {
      Output output = chat(engine, "another secret that is long enough");
      assertThat(output)
          .isEqualTo(new Output(1, List.of("the engine closes the link: wrong proof")));
    }
  }

  private Output chat(ScriptedEngine engine, String secret) throws Exception {
    Path file = Files.writeString(temporary.resolve("link.secret"), secret + "\n");
    return run(
        "client.py",
        "--port",
        Integer.toString(engine.port()),
        "--secret-file",
        file.toString(),
        "--ticket",
        "e30." + claims() + ".c2ln",
        "--conversation",
        "42",
        "--text",
        "Grüße 👋",
        "--name",
        "c-1");
  }

  private static String claims() {
    String json =
        """
        {"jti":"ticket-1","sub":"5","term":3,"iatms":1790000000123,"exp":1790000060,
        "lid":"login-1","liatms":1790000000000,"lexp":1790086400}""";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /// @param lines of both streams
  private record Output(int exitCode, List<String> lines) {}

  private static Output run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", FOLDER.resolve(script).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    builder.environment().put("PYTHONUTF8", "1");
    Process process = started(builder);
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", script).isTrue();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.exitValue(), text.lines().toList());
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "python3 is needed on the PATH to test the second implementation of the protocol", e);
    }
  }
}
