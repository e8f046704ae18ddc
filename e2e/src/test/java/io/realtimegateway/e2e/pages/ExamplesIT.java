package io.realtimegateway.e2e.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Repository;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.security.WebhookSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lines of the pages for a shell, run as they stand but for the port.
final class ExamplesIT {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```bash\\n(.*?)^```");
  private static final Pattern PYTHON = Pattern.compile("(?ms)^```python\\n(.*?)^```");
  private static final int SECONDS = 90;

  @TempDir private Path folder;

  @BeforeEach
  void linkPrograms() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String program : new String[] {"realtime-gateway", "socket"}) {
      Files.createSymbolicLink(
          bin.resolve(program), Repository.folder().resolve("bin").resolve(program));
    }
  }

  @Test
  void theFirstMessageOfTheRestPageArrives() throws Exception {
    try (ServerProcess server = new ServerProcess(folder.resolve("server")).start()) {
      String lines =
          fences("docs/rest.md").replace("localhost:7000", server.url().getRawAuthority());

      Process shell = shell(lines, Map.of());

      assertThat(shell.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(shell.exitValue()).as(output()).isZero();
      assertThat(output())
          .contains(
              "\"displayName\":\"Ben\"",
              "{\"type\":\"hello\"",
              "{\"type\":\"ack\",\"ref\":\"1\"",
              "{\"type\":\"message\"",
              "{\"value\":[{\"id\":")
          .doesNotContain("\"error\"");
      assertThat(output().split("\"content\":\"Tea\\?\"", -1)).hasSize(3);
      assertThat(output().split("\"type\":\"hello\"", -1)).hasSize(3);
    }
  }

  @Test
  void theStartPrintsWhatANewcomerNeedsInAFewLines() {
    try (ServerProcess server = new ServerProcess(folder.resolve("server")).start()) {
      Patience.until("lines", () -> server.log().contains("Data folder: "));
      String url = server.url().toString();
      assertThat(server.log().lines().toList())
          .as("the build says one line more")
          .hasSizeLessThan(10)
          .contains(
              "ready " + url,
              "  Open " + url + " in a browser, and in a second window as another user.",
              "  Dev login is on: people sign in by naming themselves (auth.dev-login).",
              "  Documents: " + url + "/docs, and docs/ beside the program.",
              "  Data folder: " + server.data());
    }
  }

  @Test
  void theServerApisExampleWorks() throws Exception {
    try (ServerProcess server = new ServerProcess(folder.resolve("server")).start()) {
      String lines =
          fences("docs/server-api.md").replace("localhost:7000", server.url().getRawAuthority());

      Process shell = shell(lines, Map.of("RTG_DATA", server.data().toString()));

      assertThat(shell.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(shell.exitValue()).as(output()).isZero();
      assertThat(output())
          .contains(
              "\"externalId\":\"u-17\"",
              "\"content\":\"The kettle is on.\"",
              "{\"value\":[{\"externalId\":\"u-17\",\"isOnline\":false}")
          .doesNotContain("\"error\"", "rtg_");
      assertThat(output().split("\"content\":\"Tea\\?\"", -1)).hasSize(3);
      assertThat(output().split("\"seq\":1,", -1)).as("the repeat is the first").hasSize(3);
    }
  }

  @Test
  void theSignatureCheckOfTheWebhooksPageTellsGenuineFromForged() throws Exception {
    String page = Files.readString(Repository.folder().resolve("docs/webhooks.md"));
    String check =
        PYTHON.matcher(page).results().map(fence -> fence.group(1)).findFirst().orElseThrow();
    String secret = WebhookSecret.make(new SecureRandom());
    long now = Instant.now().getEpochSecond();
    String right = WebhookSecret.parse(secret).sign("id-1", now, "{}".getBytes(UTF_8));
    String late = WebhookSecret.parse(secret).sign("id-1", now - 301, "{}".getBytes(UTF_8));
    Path file =
        Files.writeString(
            folder.resolve("check.py"),
            check
                + """

                def ask(id, time, signature, body):
                    headers = {"webhook-id": id, "webhook-timestamp": str(time), "webhook-signature": signature}
                    return is_genuine("%s", headers, body)

                print(ask("id-1", %d, "%s", b"{}"), ask("id-1", %d, "v1,x %s", b"{}"),
                      ask("id-2", %d, "%s", b"{}"), ask("id-1", %d, "%s", b"[]"), ask("id-1", %d, "%s", b"{}"))
                """
                    .formatted(
                        secret, now, right, now, right, now, right, now, right, now - 301, late));
    Process python =
        new ProcessBuilder("python3", file.toString()).redirectErrorStream(true).start();
    assertThat(new String(python.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("True True False False False\n");
  }

  @Test
  void theSeveralProcessesOfTheDeploymentPageStart() throws Exception {
    int link = FreePort.find();
    Process shell =
        shell(
            fences("docs/deployment.md"),
            Map.of(
                "RTG_HTTP_PORT",
                "0",
                "RTG_LINK_PORT",
                Integer.toString(link),
                "RTG_LINK_ENGINE",
                "127.0.0.1:" + link));
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (!output().contains("ready http://") && System.nanoTime() < end) {
        assertThat(shell.waitFor(100, TimeUnit.MILLISECONDS)).as(output()).isFalse();
      }
      assertThat(output()).contains("ready http://localhost:");
    } finally {
      shell.descendants().forEach(ProcessHandle::destroy);
      shell.waitFor(SECONDS, TimeUnit.SECONDS);
    }
  }

  private static String fences(String page) throws IOException {
    return FENCE
        .matcher(Files.readString(Repository.folder().resolve(page)))
        .results()
        .map(fence -> fence.group(1))
        .collect(Collectors.joining("\n"));
  }

  private Process shell(String lines, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", lines + "\nwait\n")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RTG_"));
    builder.environment().remove("DATABASE_URL");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output.txt"));
  }
}
