package io.realtimegateway.e2e.browser;

import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Chromium without a window and with a profile of its own. It finds no other host than this
/// machine, as if there were no network.
final class Chromium implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final DevTools tools;

  private Chromium(Process process, DevTools tools) {
    this.process = process;
    this.tools = tools;
  }

  /// @param folder of its profile and log
  static Chromium start(Path folder) throws IOException, InterruptedException {
    Path profile = folder.resolve("profile");
    Path log = folder.resolve("chromium.log");
    Process process =
        new ProcessBuilder(
                binary(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Chromium(process, new DevTools(address(process, profile, log)));
  }

  Page newPage() {
    return new Page(tools);
  }

  private static String binary() throws IOException, InterruptedException {
    Process find =
        new ProcessBuilder(Repository.folder().resolve("bin/chromium").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (find.waitFor() != 0) {
      throw new IllegalStateException("bin/chromium found no browser; it says why above");
    }
    return path;
  }

  /// Chromium writes the port that it took, and its path there, into its profile.
  private static URI address(Process process, Path profile, Path log)
      throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long endNanos = System.nanoTime() + START.toNanos();
    while (System.nanoTime() - endNanos < 0) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() == 2) {
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException("Chromium did not start: " + Files.readString(log));
  }

  @Override
  public void close() {
    tools.close();
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
